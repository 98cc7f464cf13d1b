using Tsms.TsmApi.Parameters;
using Tsms.TsmApi.Results;

namespace Tsms.TsmApi;

/// <summary>
/// The TSM-API of BSI TR-03165 v1.1, section 4.2: what an app calls to bring a Service onto a secure component of its phone, to change it and to take it off.
/// </summary>
/// <remarks>
/// No method throws for anything that goes wrong with arguments, network, backend or card: every result carries a status
/// (<see cref="ErrorType"/>) and a message in English. A request that fails before its process exists has an empty process id.
/// Cancelling asks for an orderly end; the result then has <see cref="ErrorType.ExecutionInterrupted"/>.
/// Identifiers are UUIDs. A version is <c>a.b.c</c> with numbers of 0 to 999.
/// </remarks>
public interface ITsmApiService
{
    /// <summary>Makes a service instance on the secure component that the eligibility check chooses; the card is not changed (4.2.5.1).</summary>
    /// <param name="serviceId">The Service.</param>
    /// <param name="version">Its version, <c>a.b.c</c>.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    Task<CreateServiceInstanceResult> CreateServiceInstanceAsync(string serviceId, string version, CancellationToken cancellationToken = default);

    /// <summary>The instances of a Service on the secure components that can be reached now (4.2.5.2).</summary>
    /// <param name="serviceId">The Service.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    Task<GetServiceInstancesResult> GetServiceInstancesAsync(string serviceId, CancellationToken cancellationToken = default);

    /// <summary>Deploys a Service, in one go or step by step (4.2.5.3).</summary>
    /// <param name="serviceInstanceId">The instance.</param>
    /// <param name="serviceCommands">0 to 3 commands in the order of the states they lead to, each kind at most once; none only with <paramref name="finalizeDeployment"/>.</param>
    /// <param name="finalizeDeployment">True: the instance is operational (or suspended) after the last command.</param>
    /// <param name="listener">Told of start and progress, or null.</param>
    /// <param name="cancellationToken">Asks for an orderly end.</param>
    Task<DeployServiceResult> DeployServiceAsync(
        string serviceInstanceId, IReadOnlyList<ServiceCommand> serviceCommands, bool finalizeDeployment, ITsmProcessListener? listener = null,
        CancellationToken cancellationToken = default);

    /// <summary>Brings a deployed Service to another version (4.2.5.4).</summary>
    /// <param name="serviceInstanceId">The instance, operational or suspended.</param>
    /// <param name="newVersion">The version to go to, <c>a.b.c</c>.</param>
    /// <param name="serviceCommands">As in <see cref="DeployServiceAsync"/>.</param>
    /// <param name="finalizeDeployment">As in <see cref="DeployServiceAsync"/>.</param>
    /// <param name="listener">Told of start and progress, or null.</param>
    /// <param name="cancellationToken">Asks for an orderly end.</param>
    Task<UpdateServiceResult> UpdateServiceAsync(
        string serviceInstanceId, string newVersion, IReadOnlyList<ServiceCommand> serviceCommands, bool finalizeDeployment,
        ITsmProcessListener? listener = null, CancellationToken cancellationToken = default);

    /// <summary>Suspends or resumes a deployed Service; doing it again is no error (4.2.5.5).</summary>
    /// <param name="serviceInstanceId">The instance, operational or suspended.</param>
    /// <param name="suspensionControl">True suspends, false resumes.</param>
    /// <param name="listener">Told of start and progress, or null.</param>
    /// <param name="cancellationToken">Asks for an orderly end.</param>
    Task<SuspendOrResumeResult> SuspendOrResumeServiceAsync(
        string serviceInstanceId, bool suspensionControl, ITsmProcessListener? listener = null, CancellationToken cancellationToken = default);

    /// <summary>Takes a Service off the card and ends its instance; allowed in every state (4.2.5.6). The id may be invalid afterwards even if this failed.</summary>
    /// <param name="serviceInstanceId">The instance.</param>
    /// <param name="listener">Told of start and progress, or null.</param>
    /// <param name="cancellationToken">Asks for an orderly end.</param>
    Task<TerminateServiceResult> TerminateServiceAsync(
        string serviceInstanceId, ITsmProcessListener? listener = null, CancellationToken cancellationToken = default);

    /// <summary>Could this Service be deployed here? A quick guess that looks at no life-cycle state (4.2.5.7).</summary>
    /// <param name="serviceId">The Service.</param>
    /// <param name="version"><c>a.b.c</c>, or a pattern <c>a.b.x</c>, <c>a.x.x</c>, <c>x.x.x</c>: the highest version that applies.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    Task<ServiceDeploymentAvailableResult> CheckServiceDeploymentAvailableAsync(
        string serviceId, string version, CancellationToken cancellationToken = default);

    /// <summary>Is there a higher version for this instance? (4.2.5.8)</summary>
    /// <param name="serviceInstanceId">The instance.</param>
    /// <param name="newVersion">A version or a pattern, as in <see cref="CheckServiceDeploymentAvailableAsync"/>.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    Task<ServiceUpdateAvailableResult> CheckServiceUpdateAvailableAsync(
        string serviceInstanceId, string newVersion, CancellationToken cancellationToken = default);

    /// <summary>Sets the source of tokens for every request from now on, in place of the built-in authentication (4.2.5.9).</summary>
    /// <param name="accessToken">Asked at every request; it caches by itself.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    Task<SetAccessTokenResult> SetAccessTokenAsync(ITsmAccessToken accessToken, CancellationToken cancellationToken = default);
}
