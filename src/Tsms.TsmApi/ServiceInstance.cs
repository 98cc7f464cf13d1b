namespace Tsms.TsmApi;

/// <summary>A Service on one secure component of this phone (TR-03165 4.2.3.1).</summary>
/// <param name="Id">Identifier; stays the same until the instance is terminated.</param>
/// <param name="State">State.</param>
/// <param name="TechnicalInformation">What was chosen for this secure component.</param>
/// <param name="LastOperation">The operation that ran last; <see cref="ServiceOperation.NoOperation"/> for a new instance.</param>
/// <param name="Reader">OMAPI name of the reader, for instance eSE1.</param>
public sealed record ServiceInstance(
    string Id, ServiceInstanceState State, TechnicalInformation TechnicalInformation, ServiceOperation LastOperation, string Reader);
