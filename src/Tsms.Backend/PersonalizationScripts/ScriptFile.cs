using Tsms.Backend.Certificates;
using Tsms.Backend.Errors;

namespace Tsms.Backend.PersonalizationScripts;

/// <summary>
/// What may be uploaded as a script. TR-03165 4.1.4.16 leaves the content open, so text and binary are taken; refused is what is certainly something else: a mistaken file
/// is found at the upload, not on a phone.
/// </summary>
internal static class ScriptFile
{
    private const string Types = "json, txt, bin";

    /// <exception cref="RestFault">1013.</exception>
    public static void Check(byte[] file)
    {
        if (file.Length == 0)
        {
            throw Faults.InvalidFileType(Types, "the file is empty");
        }

        if (file.AsSpan().StartsWith("PK\x03\x04"u8))
        {
            throw Faults.InvalidFileType(Types, "the file is a ZIP archive; CAP files go to /executable-load-files");
        }

        if (CertificateFile.IsCertificate(file))
        {
            throw Faults.InvalidFileType(Types, "the file is an X.509 certificate; certificates go to /certificates");
        }
    }
}
