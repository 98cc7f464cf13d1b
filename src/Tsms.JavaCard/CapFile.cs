using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Tsms.JavaCard.Components;
using Tsms.JavaCard.Reading;
using Tsms.SmartCard;

namespace Tsms.JavaCard;

/// <summary>
/// A CAP file as data (JCVM chapter 6, formats 2.1, 2.2 and 2.3, compact and extended): every component decoded, and as bytes. Immutable; it copies
/// what it is given. Offsets are those of the file: into the info item of the component they point to.
/// </summary>
public sealed partial class CapFile
{
    private CapFile(ImmutableArray<RawComponent> raw)
    {
        RawComponents = raw;
        Header = HeaderReader.Header(Need(ComponentTag.Header));
        Directory = DirectoryReader.Read(Need(ComponentTag.Directory), Header);
        Import = HeaderReader.Import(Need(ComponentTag.Import));
        Applet = Find(ComponentTag.Applet) is { } applet ? HeaderReader.Applet(applet, Header) : null;
        Class = ClassReader.Read(Need(ComponentTag.Class), Header);
        Method = MethodReader.Read(Need(ComponentTag.Method), Header);
        StaticField = ConstantPoolReader.StaticFields(Need(ComponentTag.StaticField));
        Export = Find(ComponentTag.Export) is { } export ? ConstantPoolReader.Export(export, Header) : null;
        ConstantPool = ConstantPoolReader.Read(Need(ComponentTag.ConstantPool));
        ReferenceLocation = MethodReader.References(Need(ComponentTag.ReferenceLocation), Header);
        StaticResources = Find(ComponentTag.StaticResources) is { } resources ? ConstantPoolReader.Resources(resources) : null;
        Descriptor = Find(ComponentTag.Descriptor) is { } descriptor ? DescriptorReader.Read(descriptor, Header) : null;
        Debug = Find(ComponentTag.Debug) is { } debug ? DebugReader.Read(debug, Header) : null;
    }

    /// <summary>All components as bytes: the standard ones in load order, then Debug and custom ones.</summary>
    public ImmutableArray<RawComponent> RawComponents { get; }

    /// <summary>Format, flags, package.</summary>
    public HeaderComponent Header { get; }

    /// <summary>Sizes and counts.</summary>
    public DirectoryComponent Directory { get; }

    /// <summary>Applets; null in a library.</summary>
    public AppletComponent? Applet { get; }

    /// <summary>Imported packages.</summary>
    public ImportComponent Import { get; }

    /// <summary>The constant pool.</summary>
    public ConstantPoolComponent ConstantPool { get; }

    /// <summary>Interfaces and classes.</summary>
    public ClassComponent Class { get; }

    /// <summary>Methods and exception handlers.</summary>
    public MethodComponent Method { get; }

    /// <summary>Static fields.</summary>
    public StaticFieldComponent StaticField { get; }

    /// <summary>Where constant pool indices stand in the methods.</summary>
    public ReferenceLocationComponent ReferenceLocation { get; }

    /// <summary>What other packages may import; null when nothing.</summary>
    public ExportComponent? Export { get; }

    /// <summary>Types and access; null when the file leaves it out, as load files may.</summary>
    public DescriptorComponent? Descriptor { get; }

    /// <summary>Names and lines; null when the file has none.</summary>
    public DebugComponent? Debug { get; }

    /// <summary>Static resources; null when there are none.</summary>
    public StaticResourcesComponent? StaticResources { get; }

    /// <summary>AID of the load file: the package's, or that of the CAP file in extended format.</summary>
    public Aid Aid => Header.Aid;

    /// <summary>
    /// Reads a CAP file: a JAR with one package at any depth, beside whatever else it holds, or the components one after the other (IJC).
    /// </summary>
    /// <exception cref="CapFormatException">The bytes break a rule of the format or a limit, or the JAR has more than one package.</exception>
    public static CapFile Read(ReadOnlyMemory<byte> file, CapLimits? limits = null)
    {
        var all = ReadAll(file, limits);
        return all.Length == 1
            ? all[0]
            : throw new CapFormatException(
                CapRule.Duplicate, "CAP", 0, $"the JAR holds {all.Length} packages ({string.Join(", ", all.Select(cap => cap.Aid))}); give them one by one");
    }

    /// <summary>Reads all packages of a JAR, a package after those that it imports; of other files the one package.</summary>
    /// <exception cref="CapFormatException">The bytes break a rule of the format or a limit.</exception>
    public static ImmutableArray<CapFile> ReadAll(ReadOnlyMemory<byte> file, CapLimits? limits = null)
    {
        limits ??= CapLimits.Default;
        if (file.Length > limits.MaxFileBytes)
        {
            throw new CapFormatException(CapRule.TooLarge, "CAP", 0, $"the file has {file.Length} bytes; at most {limits.MaxFileBytes} are read");
        }

        return file.Span switch
        {
            [(byte)'P', (byte)'K', ..] => Order([.. JarReader.Packages(file, limits).Select(package => FromFiles(package.Key, package.Value))]),
            [(byte)ComponentTag.Header, ..] => [FromLoadFile(file)],
            _ => throw new CapFormatException(CapRule.NotACap, "CAP", 0, "this is neither a JAR (PK) nor a load file that begins with a Header component (01)"),
        };
    }

    /// <summary>Reads a CAP file; false and the reason when it cannot be read.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> file, [NotNullWhen(true)] out CapFile? cap, [NotNullWhen(false)] out CapFormatException? error, CapLimits? limits = null)
    {
        try
        {
            (cap, error) = (Read(file, limits), null);
            return true;
        }
        catch (CapFormatException e)
        {
            (cap, error) = (null, e);
            return false;
        }
    }

    /// <summary>
    /// Reads a load file data block as a card receives it: components one after the other, Header first (JCVM 6.3). Descriptor and Debug may be missing.
    /// </summary>
    /// <exception cref="CapFormatException">The bytes break a rule of the format.</exception>
    public static CapFile FromLoadFile(ReadOnlyMemory<byte> loadFileDataBlock)
    {
        if (loadFileDataBlock.IsEmpty)
        {
            throw new CapFormatException(CapRule.Truncated, "CAP", 0, "there are no bytes");
        }

        return Checked(ComponentSplitter.Split(loadFileDataBlock.ToArray()));
    }

    /// <summary>The component as bytes, null when it is not there.</summary>
    public RawComponent? Find(ComponentTag tag) => RawComponents.FirstOrDefault(raw => raw.Tag == tag);

    private static CapFile FromFiles(string folder, PackageFiles files)
    {
        if (!files.Known.TryGetValue(ComponentTag.Header, out var headerBytes))
        {
            throw new CapFormatException(CapRule.MissingComponent, "Header", 0, "the package has no Header.cap");
        }

        // Debug is a component of its own since format 2.2; a Debug.cap of format 2.1 is a custom component.
        var header = HeaderReader.Header(ComponentSplitter.Single(headerBytes, ComponentTag.Header, false));
        var debugIsCustom = header.Format.Minor < 2 && files.Known.ContainsKey(ComponentTag.Debug);
        var known = files.Known.Where(file => file.Key != ComponentTag.Debug || !debugIsCustom);
        var custom = debugIsCustom ? files.Custom.Append(files.Known[ComponentTag.Debug]) : files.Custom;
        return Checked(
            [
                .. known.Select(file => ComponentSplitter.Single(file.Value, file.Key, header.IsExtended)),
                .. custom.Where(ComponentSplitter.IsCustom).Select(bytes => ComponentSplitter.Single(bytes, (ComponentTag)bytes[0], header.IsExtended)),
            ],
            folder);
    }

    private static CapFile Checked(ImmutableArray<RawComponent> raw, string? folder = null)
    {
        var cap = new CapFile([.. raw.OrderBy(component => LoadPosition(component.Tag))]) { Folder = string.IsNullOrEmpty(folder) ? null : folder };
        CapChecks.Check(cap);
        return cap;
    }

    private static ImmutableArray<CapFile> Order(ImmutableArray<CapFile> caps)
    {
        if (caps.IsEmpty)
        {
            throw new CapFormatException(CapRule.MissingComponent, "Header", 0, "the JAR has no file javacard/Header.cap");
        }

        var open = caps.ToList();
        var done = ImmutableArray.CreateBuilder<CapFile>();
        while (open.Count > 0)
        {
            var next = open.Find(cap => !cap.Import.Packages.Any(wanted => open.Exists(other => other != cap && other.Aid == wanted.Aid))) ?? open[0];
            done.Add(next);
            open.Remove(next);
        }

        return done.ToImmutable();
    }

    private RawComponent Need(ComponentTag tag) =>
        Find(tag) ?? throw new CapFormatException(CapRule.MissingComponent, tag.ToString(), 0, "the component is missing");
}
