using Tsms.SmartCard;
using Tsms.VirtualCard.Machine;

namespace Tsms.VirtualCard.Runtime;

/// <summary>An installed applet.</summary>
/// <param name="Number">Its number as owner of objects, from 1.</param>
/// <param name="Instance">AID of the instance.</param>
/// <param name="Package">Its package.</param>
/// <param name="Reference">Reference of the applet object.</param>
internal sealed record AppletEntry(int Number, Aid Instance, PackageInfo Package, ushort Reference);
