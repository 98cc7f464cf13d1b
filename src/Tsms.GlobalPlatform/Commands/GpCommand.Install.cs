using System.Buffers;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.GlobalPlatform.Commands;

/// <content>INSTALL in its forms (GP Card Specification 2.3.1, 11.5).</content>
public static partial class GpCommand
{
    private const byte ForLoad = 0x02;
    private const byte ForInstall = 0x04;
    private const byte ForMakeSelectable = 0x08;
    private const byte ForExtradition = 0x10;
    private const byte ForPersonalization = 0x20;
    private const byte ForRegistryUpdate = 0x40;

    /// <summary>INSTALL [for load] (11.5.2.3.1); LOAD follows.</summary>
    /// <param name="loadFile">AID of the load file.</param>
    /// <param name="securityDomain">The security domain it shall belong to; <c>default</c>: the one that is selected.</param>
    /// <param name="hash">Load file data block hash, 0 to 127 bytes; mandatory with a token or a DAP block.</param>
    /// <param name="parameters">Load parameters, see <see cref="InstallParameters"/>; empty for none.</param>
    /// <param name="token">Load token; empty for none.</param>
    /// <exception cref="ArgumentException">No load file AID, or the hash is too long.</exception>
    public static CommandApdu InstallForLoad(
        Aid loadFile, Aid securityDomain = default, ReadOnlyMemory<byte> hash = default, ReadOnlyMemory<byte> parameters = default, ReadOnlyMemory<byte> token = default)
    {
        RequireAid(loadFile, nameof(loadFile));
        if (hash.Length > 127)
        {
            throw new ArgumentException($"A load file data block hash has at most 127 bytes, not {hash.Length}.", nameof(hash));
        }

        return Install(ForLoad, Fields().Lv(loadFile.Span).Lv(securityDomain.Span).Lv(hash.Span).Lv(parameters.Span).Lv(token.Span));
    }

    /// <summary>INSTALL [for install] (11.5.2.3.2): the instance becomes INSTALLED, not selectable.</summary>
    /// <param name="loadFile">AID of the executable load file.</param>
    /// <param name="module">AID of the executable module.</param>
    /// <param name="instance">AID of the new application.</param>
    /// <param name="privileges">Its privileges; Card Reset is not possible here.</param>
    /// <param name="parameters">Install parameters, see <see cref="InstallParameters"/>; empty is sent as C9 00, which is mandatory.</param>
    /// <param name="token">Install token; empty for none.</param>
    public static CommandApdu InstallForInstall(
        Aid loadFile, Aid module, Aid instance, Privileges privileges = Privileges.None, ReadOnlyMemory<byte> parameters = default, ReadOnlyMemory<byte> token = default) =>
        Install(ForInstall, InstanceFields(loadFile, module, instance, privileges, parameters, token));

    /// <summary>INSTALL [for install and make selectable] (11.5.2.3.2).</summary>
    /// <param name="loadFile">AID of the executable load file.</param>
    /// <param name="module">AID of the executable module.</param>
    /// <param name="instance">AID of the new application.</param>
    /// <param name="privileges">Its privileges.</param>
    /// <param name="parameters">Install parameters, see <see cref="InstallParameters"/>; empty is sent as C9 00, which is mandatory.</param>
    /// <param name="token">Install token; empty for none.</param>
    public static CommandApdu InstallAndMakeSelectable(
        Aid loadFile, Aid module, Aid instance, Privileges privileges = Privileges.None, ReadOnlyMemory<byte> parameters = default, ReadOnlyMemory<byte> token = default) =>
        Install(ForInstall | ForMakeSelectable, InstanceFields(loadFile, module, instance, privileges, parameters, token));

    /// <summary>INSTALL [for make selectable] (11.5.2.3.3).</summary>
    /// <param name="instance">AID of the application.</param>
    /// <param name="privileges">Only Card Reset counts.</param>
    /// <param name="parameters">Make selectable parameters; empty for none.</param>
    /// <param name="token">Make selectable token; empty for none.</param>
    public static CommandApdu InstallForMakeSelectable(
        Aid instance, Privileges privileges = Privileges.None, ReadOnlyMemory<byte> parameters = default, ReadOnlyMemory<byte> token = default)
    {
        RequireAid(instance, nameof(instance));
        return Install(ForMakeSelectable, Fields().Lv([]).Lv([]).Lv(instance.Span).Lv(PrivilegeBytes(privileges)).Lv(parameters.Span).Lv(token.Span));
    }

    /// <summary>INSTALL [for extradition] (11.5.2.3.4): moves an application or load file under another security domain.</summary>
    /// <param name="securityDomain">The security domain it shall belong to.</param>
    /// <param name="target">Application or executable load file.</param>
    /// <param name="parameters">Extradition parameters; empty for none.</param>
    /// <param name="token">Extradition token; empty for none.</param>
    public static CommandApdu InstallForExtradition(
        Aid securityDomain, Aid target, ReadOnlyMemory<byte> parameters = default, ReadOnlyMemory<byte> token = default)
    {
        RequireAid(securityDomain, nameof(securityDomain));
        RequireAid(target, nameof(target));
        return Install(ForExtradition, Fields().Lv(securityDomain.Span).Lv([]).Lv(target.Span).Lv([]).Lv(parameters.Span).Lv(token.Span));
    }

    /// <summary>INSTALL [for registry update] (11.5.2.3.5).</summary>
    /// <param name="instance">The application; <c>default</c> changes the functions of the card itself.</param>
    /// <param name="securityDomain">A security domain it shall move to; <c>default</c> for none.</param>
    /// <param name="privileges">The new privileges; null leaves them.</param>
    /// <param name="parameters">Registry update parameters; empty for none.</param>
    /// <param name="token">Registry update token; empty for none.</param>
    public static CommandApdu InstallForRegistryUpdate(
        Aid instance, Aid securityDomain = default, Privileges? privileges = null, ReadOnlyMemory<byte> parameters = default, ReadOnlyMemory<byte> token = default) =>
        Install(
            ForRegistryUpdate,
            Fields().Lv(securityDomain.Span).Lv([]).Lv(instance.Span).Lv(privileges is { } p ? PrivilegeBytes(p) : []).Lv(parameters.Span).Lv(token.Span));

    /// <summary>INSTALL [for personalization] (11.5.2.3.6); STORE DATA to the application follows in the same session.</summary>
    public static CommandApdu InstallForPersonalization(Aid application)
    {
        RequireAid(application, nameof(application));
        return Install(ForPersonalization, Fields().Lv([]).Lv([]).Lv(application.Span).Lv([]).Lv([]).Lv([]));
    }

    /// <summary>
    /// INSTALL [for load, install and make selectable], the one that begins the combined process: fields as of [for load], P2 01, never a token (11.5.2.2). LOAD
    /// follows, then <see cref="CombinedEnd"/>.
    /// </summary>
    /// <param name="loadFile">AID of the load file.</param>
    /// <param name="securityDomain">The security domain it shall belong to; <c>default</c>: the one that is selected.</param>
    /// <param name="hash">Load file data block hash, 0 to 127 bytes.</param>
    /// <param name="parameters">Load parameters; empty for none.</param>
    public static CommandApdu CombinedBegin(Aid loadFile, Aid securityDomain = default, ReadOnlyMemory<byte> hash = default, ReadOnlyMemory<byte> parameters = default) =>
        InstallForLoad(loadFile, securityDomain, hash, parameters) with { P1 = ForLoad | ForInstall | ForMakeSelectable, P2 = 0x01 };

    /// <summary>INSTALL [for load, install and make selectable], the one that ends the combined process: fields as of [for install], P2 03.</summary>
    /// <param name="loadFile">AID of the executable load file; <c>default</c> takes that of the beginning.</param>
    /// <param name="module">AID of the executable module; <c>default</c> where the load file has one only.</param>
    /// <param name="instance">AID of the new application.</param>
    /// <param name="privileges">Its privileges.</param>
    /// <param name="parameters">Install parameters; empty is sent as C9 00, which is mandatory.</param>
    /// <param name="token">Token of the whole process, see <see cref="Delegation.ContentToken"/>; empty for none.</param>
    public static CommandApdu CombinedEnd(
        Aid loadFile, Aid module, Aid instance, Privileges privileges = Privileges.None, ReadOnlyMemory<byte> parameters = default, ReadOnlyMemory<byte> token = default)
    {
        RequireAid(instance, nameof(instance));
        return Install(
            ForLoad | ForInstall | ForMakeSelectable,
            Fields().Lv(loadFile.Span).Lv(module.Span).Lv(instance.Span).Lv(PrivilegeBytes(privileges))
                .Lv(parameters.IsEmpty ? InstallParameters.Empty.Span : parameters.Span).Lv(token.Span)) with { P2 = 0x03 };
    }

    /// <summary>The three bytes of privileges, first byte highest (11.1.2).</summary>
    public static byte[] PrivilegeBytes(Privileges privileges) => [(byte)((uint)privileges >> 16), (byte)((uint)privileges >> 8), (byte)(uint)privileges];

    private static ArrayBufferWriter<byte> InstanceFields(
        Aid loadFile, Aid module, Aid instance, Privileges privileges, ReadOnlyMemory<byte> parameters, ReadOnlyMemory<byte> token)
    {
        RequireAid(loadFile, nameof(loadFile));
        RequireAid(module, nameof(module));
        RequireAid(instance, nameof(instance));
        return Fields().Lv(loadFile.Span).Lv(module.Span).Lv(instance.Span).Lv(PrivilegeBytes(privileges))
            .Lv(parameters.IsEmpty ? InstallParameters.Empty.Span : parameters.Span).Lv(token.Span);
    }

    private static ArrayBufferWriter<byte> Fields() => new();

    private static CommandApdu Install(int p1, ArrayBufferWriter<byte> fields) => new(Cla, GpInstruction.Install, (byte)p1, 0x00, fields.WrittenSpan.ToArray(), 256);
}
