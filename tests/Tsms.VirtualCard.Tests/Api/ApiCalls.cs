using Tsms.JavaCard;
using Tsms.JavaCard.Bytecode;
using Tsms.JavaCard.Components;
using Tsms.JavaCard.Exports;
using Tsms.VirtualCard.Tests.Conformance;

namespace Tsms.VirtualCard.Tests.Api;

/// <summary>Which methods of the API the byte code of the conformance packages calls: what tests drive by commands.</summary>
internal sealed class ApiCalls
{
    private static readonly Dictionary<string, string> Tests = new()
    {
        ["api"] = "ApiConformanceTests.cs",
        ["newapi"] = "NewApiConformanceTests.cs",
        ["platform"] = "ApiConformanceTests.cs",
        ["channel"] = "ChannelConformanceTests.cs",
        ["client"] = "MemoryConformanceTests.cs",
        ["extended"] = "ExtendedConformanceTests.cs",
    };

    private readonly Dictionary<string, string> _called = [];
    private readonly Dictionary<string, ApiTableClass> _classes = ApiTables.All.SelectMany(t => t.Classes).ToDictionary(c => c.Name);

    public ApiCalls()
    {
        foreach (var (package, test) in Tests)
        {
            if (File.Exists(Path.Combine(ConformanceCard.Folder, package + ".cap")))
            {
                Read(ConformanceCard.Package(package), test);
            }
        }
    }

    /// <summary>The test file whose package calls a method of a class; null when none does.</summary>
    public string? TestOf(string type, string signature) => _called.GetValueOrDefault($"{type}.{signature}");

    private void Read(CapFile cap, string test)
    {
        foreach (var entry in cap.ConstantPool.Entries)
        {
            if (entry.Tag == ConstantPoolTag.StaticMethodRef && entry.IsExternal)
            {
                Note(Class(cap, entry.PackageToken, entry.ClassToken), m => m.Token == entry.Token && m.Kind is (ApiTableMethodKind.Static or ApiTableMethodKind.Init), test);
            }
            else if (entry.Tag == ConstantPoolTag.VirtualMethodRef && !entry.Class.IsInternal)
            {
                Note(Class(cap, entry.Class.PackageToken, entry.Class.ClassToken), m => IsVirtual(m, entry.Token), test);
            }
            else if (entry.Tag is ConstantPoolTag.SuperMethodRef or ConstantPoolTag.VirtualMethodRef && !entry.IsPackageVisible)
            {
                // A method of the package's own class that the class has from the API.
                Note(Above(cap, entry.Class), m => IsVirtual(m, entry.Token), test);
            }
        }

        foreach (var block in cap.Method.Blocks)
        {
            Interfaces(cap, block.Bytes.Span, test);
        }
    }

    private static bool IsVirtual(ApiTableMethod method, int token) =>
        method.Token == token && method.Kind is (ApiTableMethodKind.Virtual or ApiTableMethodKind.Abstract);

    // invokeinterface has count, class and token; where the bytes 8E begin an instruction the class is an interface of the API and the words fit.
    private void Interfaces(CapFile cap, ReadOnlySpan<byte> code, string test)
    {
        for (var i = 0; i + 4 < code.Length; i++)
        {
            var index = (code[i + 2] << 8) | code[i + 3];
            if (code[i] != (byte)Opcode.InvokeInterface || index >= cap.ConstantPool.Entries.Length)
            {
                continue;
            }

            var entry = cap.ConstantPool.Entries[index];
            int token = code[i + 4];
            if (entry.Tag == ConstantPoolTag.ClassRef && !entry.Class.IsInternal && Class(cap, entry.Class.PackageToken, entry.Class.ClassToken) is { IsInterface: true } type)
            {
                Note(type, m => m.Token == token, test);
            }
        }
    }

    private void Note(ApiTableClass? type, Func<ApiTableMethod, bool> which, string test)
    {
        for (var c = type; c is not null; c = c.Super is null ? null : _classes[c.Super])
        {
            if (c.Methods.FirstOrDefault(which) is { } found)
            {
                _called.TryAdd($"{c.Name}.{found.Signature}", test);
                return;
            }
        }
    }

    private static ApiTableClass? Class(CapFile cap, int package, int token) =>
        ApiTables.All.FirstOrDefault(t => t.Aid == cap.Import.Packages[package].Aid.ToString())?.Classes.FirstOrDefault(c => c.Token == token);

    private static ApiTableClass? Above(CapFile cap, ClassRef type)
    {
        while (type.IsInternal && cap.Class.TryGet(type.Offset, out var own) && own is ClassInfo known)
        {
            type = known.SuperClass;
        }

        return type.IsInternal || type.IsNone ? null : Class(cap, type.PackageToken, type.ClassToken);
    }
}
