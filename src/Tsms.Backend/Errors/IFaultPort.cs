using Microsoft.AspNetCore.Http;

namespace Tsms.Backend.Errors;

/// <summary>
/// A way to let an operation fail from inside, after its rules and before its commit, so that a test sees what the TSM's own faults (2000) leave behind. Internal, and
/// nothing registers one but tests.
/// </summary>
internal interface IFaultPort
{
    /// <summary>May throw.</summary>
    void Pass(string operationId, HttpContext context);
}
