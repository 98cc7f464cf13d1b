using System.Collections.Immutable;
using Tsms.SmartCard;

namespace Tsms.JavaCard.Components;

/// <summary>Applet component (JCVM 6.6).</summary>
/// <param name="Applets">The applets, at least one.</param>
public sealed record AppletComponent(ImmutableArray<AppletInfo> Applets);

/// <summary>An applet: in GlobalPlatform's words an executable module.</summary>
/// <param name="Aid">AID of the module.</param>
/// <param name="Install">Where its method <c>install(byte[], short, byte)</c> begins.</param>
public sealed record AppletInfo(Aid Aid, MethodLocation Install);

/// <summary>Import component (JCVM 6.7).</summary>
/// <param name="Packages">The imported packages; the index is the package token. At most 128.</param>
public sealed record ImportComponent(ImmutableArray<PackageInfo> Packages);
