using Tsms.JavaCard.Exports;

namespace Tsms.VirtualCard.Tests.Api;

/// <summary>
/// Which part of a package stood in which of its versions: classes, static methods with constructors, and methods of interfaces, as the export files of Java
/// Card 2.1.1, 2.2.2, 3.0.4, 3.0.5, 3.1 and 3.2 and of GlobalPlatform count them.
/// </summary>
public sealed class ExportVersionsTests
{
    [Theory]
    [InlineData("java/io", 0, 1, 1, 0)]
    [InlineData("java/lang", 0, 12, 12, 0)]
    [InlineData("java/rmi", 0, 2, 1, 0)]
    [InlineData("javacard/framework", 0, 17, 48, 4)]
    [InlineData("javacard/framework", 3, 19, 56, 7)]
    [InlineData("javacard/framework", 5, 19, 59, 7)]
    [InlineData("javacard/framework", 6, 23, 66, 24)]
    [InlineData("javacard/framework", 8, 24, 73, 24)]
    [InlineData("javacard/framework", 9, 24, 74, 24)]
    [InlineData("javacard/framework/service", 0, 8, 8, 12)]
    [InlineData("javacard/security", 1, 17, 11, 82)]
    [InlineData("javacard/security", 3, 27, 17, 161)]
    [InlineData("javacard/security", 5, 27, 19, 161)]
    [InlineData("javacard/security", 6, 34, 24, 194)]
    [InlineData("javacard/security", 7, 42, 27, 228)]
    [InlineData("javacard/security", 8, 43, 29, 235)]
    [InlineData("javacardx/apdu", 0, 1, 0, 0)]
    [InlineData("javacardx/apdu/util", 0, 1, 5, 0)]
    [InlineData("javacardx/biometry", 2, 5, 4, 31)]
    [InlineData("javacardx/biometry", 3, 5, 4, 31)]
    [InlineData("javacardx/biometry", 4, 5, 4, 32)]
    [InlineData("javacardx/biometry1toN", 0, 8, 6, 48)]
    [InlineData("javacardx/biometry1toN", 1, 8, 6, 49)]
    [InlineData("javacardx/crypto", 1, 2, 2, 2)]
    [InlineData("javacardx/crypto", 3, 2, 2, 2)]
    [InlineData("javacardx/crypto", 5, 2, 3, 2)]
    [InlineData("javacardx/crypto", 6, 4, 5, 2)]
    [InlineData("javacardx/crypto", 7, 4, 5, 2)]
    [InlineData("javacardx/crypto", 8, 4, 5, 2)]
    [InlineData("javacardx/external", 0, 3, 3, 2)]
    [InlineData("javacardx/framework/event", 0, 3, 1, 0)]
    [InlineData("javacardx/framework/math", 0, 3, 9, 0)]
    [InlineData("javacardx/framework/nio", 0, 6, 6, 0)]
    [InlineData("javacardx/framework/string", 0, 2, 24, 0)]
    [InlineData("javacardx/framework/time", 0, 3, 5, 0)]
    [InlineData("javacardx/framework/tlv", 0, 7, 25, 0)]
    [InlineData("javacardx/framework/util", 0, 2, 7, 0)]
    [InlineData("javacardx/framework/util", 1, 2, 8, 0)]
    [InlineData("javacardx/framework/util/intx", 0, 1, 5, 0)]
    [InlineData("javacardx/framework/util/intx", 1, 1, 6, 0)]
    [InlineData("javacardx/security", 0, 1, 10, 0)]
    [InlineData("javacardx/security/cert", 0, 8, 3, 13)]
    [InlineData("javacardx/security/derivation", 0, 10, 3, 34)]
    [InlineData("javacardx/security/derivation", 1, 11, 3, 40)]
    [InlineData("javacardx/security/util", 0, 1, 1, 0)]
    [InlineData("org/globalplatform", 0, 4, 9, 19)]
    [InlineData("org/globalplatform", 1, 7, 11, 36)]
    [InlineData("org/globalplatform", 2, 9, 11, 41)]
    [InlineData("org/globalplatform", 3, 11, 11, 43)]
    [InlineData("org/globalplatform", 4, 12, 11, 51)]
    [InlineData("org/globalplatform", 5, 12, 11, 51)]
    [InlineData("org/globalplatform", 6, 12, 11, 51)]
    [InlineData("org/globalplatform", 7, 13, 13, 55)]
    [InlineData("org/globalplatform/contactless", 0, 6, 5, 28)]
    [InlineData("org/globalplatform/contactless", 1, 6, 6, 28)]
    [InlineData("org/globalplatform/contactless", 2, 7, 9, 30)]
    [InlineData("org/globalplatform/contactless", 3, 7, 10, 30)]
    [InlineData("org/globalplatform/contactless", 4, 7, 10, 30)]
    [InlineData("org/globalplatform/filesystem", 0, 1, 0, 4)]
    [InlineData("org/globalplatform/privacy", 0, 2, 0, 5)]
    [InlineData("org/globalplatform/securechannel", 1, 2, 0, 29)]
    [InlineData("org/globalplatform/securechannel/provider", 1, 1, 1, 0)]
    [InlineData("org/globalplatform/upgrade", 0, 4, 6, 40)]
    [InlineData("org/globalplatform/upgrade", 1, 4, 6, 40)]
    public void Table_OfAVersion_CountsWhatItsExportFileCounts(string package, int minor, int classes, int statics, int interfaceMethods)
    {
        var there = ApiTables.All.Single(t => t.Name == package).Classes.Where(c => c.Since <= minor).ToList();
        Assert.Equal(classes, there.Count);
        Assert.Equal(statics, there.SelectMany(c => c.Methods).Count(m => m.Since <= minor && (m.Kind is ApiTableMethodKind.Init or ApiTableMethodKind.Static)));
        Assert.Equal(interfaceMethods, there.Where(c => c.IsInterface).SelectMany(c => c.Methods).Count(m => m.Since <= minor));
    }
}
