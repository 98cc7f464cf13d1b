using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NSwag.CodeGeneration.CSharp;
using NSwag.CodeGeneration.OperationNameGenerators;

namespace Tsms.Backend.Tests.Documents;

/// <summary>A C# client that a public generator (NSwag) makes of the OpenAPI document, compiled and loaded. Nothing of it is in the repository.</summary>
internal sealed class GeneratedClient
{
    private const string Namespace = "Generated";

    private readonly Assembly _assembly;

    private GeneratedClient(Assembly assembly) => _assembly = assembly;

    public static async Task<GeneratedClient> MakeAsync(string document)
    {
        var settings = new CSharpClientGeneratorSettings
        {
            ClassName = "TsmClient",
            InjectHttpClient = true,
            GenerateOptionalParameters = true,
            OperationNameGenerator = new SingleClientFromOperationIdOperationNameGenerator(),
        };
        settings.CSharpGeneratorSettings.Namespace = Namespace;
        settings.CSharpGeneratorSettings.GenerateNullableReferenceTypes = true;
        settings.CSharpGeneratorSettings.GenerateOptionalPropertiesAsNullable = true;
        var source = new CSharpClientGenerator(await NSwag.OpenApiDocument.FromJsonAsync(document), settings).GenerateFile();
        return new GeneratedClient(Compile(source));
    }

    /// <summary>A client on this connection.</summary>
    public object Create(HttpClient http)
    {
        var type = TypeOf("TsmClient");
        var client = Activator.CreateInstance(type, http)!;
        type.GetProperty("BaseUrl")!.SetValue(client, new Uri(http.BaseAddress!, Api.Admin.AdminPaths.Base).ToString());
        return client;
    }

    /// <summary>A file for an upload.</summary>
    public object File(byte[] content) => Activator.CreateInstance(TypeOf("FileParameter"), new MemoryStream(content), "upload.bin", "application/octet-stream")!;

    public MethodInfo MethodOf(string operationId) =>
        TypeOf("TsmClient").GetMethods().Single(m => m.Name == $"{char.ToUpperInvariant(operationId[0])}{operationId[1..]}Async" && m.GetParameters()[^1].ParameterType == typeof(CancellationToken));

    private Type TypeOf(string name) => _assembly.GetType($"{Namespace}.{name}", throwOnError: true)!;

    private static Assembly Compile(string source)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(p => MetadataReference.CreateFromFile(p));
        var compilation = CSharpCompilation.Create(
            "Generated", [CSharpSyntaxTree.ParseText(source)], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Take(20)));
        image.Position = 0;
        return new AssemblyLoadContext("Generated", isCollectible: true).LoadFromStream(image);
    }
}
