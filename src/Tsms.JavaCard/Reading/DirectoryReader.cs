using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Reading;

/// <summary>Directory (JCVM 6.5).</summary>
internal static class DirectoryReader
{
    public static DirectoryComponent Read(RawComponent raw, HeaderComponent header)
    {
        // sizes u2 each by tag (since 2.2 with Debug, since 2.3 with Static Resources u4; u4 for the extended components),
        // static_field_size { u2 image, u2 arrays, u2 bytes of arrays }, import_count u1, applet_count u1, [block count u1], custom
        var r = new ComponentReader(raw);
        var sizes = new uint[(int)ComponentTag.StaticResources + 1];
        var last = header.Format.Minor switch { 1 => ComponentTag.Descriptor, 2 => ComponentTag.Debug, _ => ComponentTag.StaticResources };
        for (var tag = ComponentTag.Header; tag <= last; tag++)
        {
            var what = $"size of {tag}";
            sizes[(int)tag] = ComponentSplitter.HasLongSize(tag, header.IsExtended) ? r.U4(what) : r.U2(what);
        }

        int image = r.U2("image size");
        int arrays = r.U2("array init count");
        int arrayBytes = r.U2("array init size");
        var imports = r.U1("import count");
        var applets = r.U1("applet count");
        var blocks = header.IsExtended ? r.U1("method block count") : 1;
        var custom = r.Many(r.U1("custom count"), 9, "custom components", x => Custom(x, header.IsExtended));
        r.End();
        return new DirectoryComponent([.. sizes], image, arrays, arrayBytes, imports, applets, blocks, custom);
    }

    private static CustomComponentInfo Custom(ComponentReader r, bool extended)
    {
        var at = r.Position;
        var tag = r.U1("custom tag");
        if (tag < 128)
        {
            throw r.Fail(CapRule.WrongValue, $"custom component tag {tag}; it must be 128 to 255", at);
        }

        var size = extended ? r.U4("custom size") : r.U2("custom size");
        return new CustomComponentInfo(tag, size, r.ReadAid("custom component AID"));
    }
}
