using System.Net;
using Tsms.SmartCard.Tests.Omapi;
using Tsms.TsmApi;

namespace Tsms.Sdk.Tests;

/// <summary>Requests without a process, as whole messages.</summary>
public sealed class RequestTests
{
    private const string Information =
        """{"spParameters":{"color":"red"},"serviceId":"910bbd5a-1749-4737-b855-a520f1bc9da4","serviceVersionTag":"1.2.0","flavorId":"00000000-0000-0000-0000-000000000001","flavorName":"jc","profileId":"00000000-0000-0000-0000-000000000002"}""";

    private const string ListPath = "/device/v1/service-instances/list";
    private const string ListBody = """{"device":""" + Phone.NoCards + ""","serviceId":"910bbd5a-1749-4737-b855-a520f1bc9da4"}""";

    private readonly Phone _phone = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CreateServiceInstance_OnTwoReaders_SendsTheirHintsAndGivesTheInstance()
    {
        // the issuer security domain of SIM1 has another AID and only card data; the reader in the middle is empty
        var ese = new ScriptedCard("""
            0070000001 > 019000
            01A4040008A00000015100000000 > 6F009000
            81CA9F7F00 > 9F7F01AA9000
            81CA006600 > 6600 9000
            81CA004200 > 42011A9000
            81CA004500 > 45010B9000
            00708001 > 9000
            """);
        var sim = new ScriptedCard(
            """
            0070000001 > 019000
            01A4040008A00000015100000000 > 6A82
            00708001 > 9000
            0070000001 > 019000
            01A4040000 > 9000
            81CA9F7F00 > 6A88
            81CA006600 > 66009000
            81CA004200 > 6A88
            81CA004500 > 9000
            00708001 > 9000
            """,
            "SIM1");
        var phone = new Phone(ese, new ScriptedCard("", "SIM2") { IsAbsent = true }, sim);
        phone.Backend.Expect(
            "/device/v1/service-instances/create",
            """
            {"device":{"deviceAppId":"0102030405060708090a0b0c0d0e0f1011121314","secureComponents":[{"reader":"eSE1","type":"eSE","atr":"3B8001","cplc":"9F7F01AA","cardData":"6600","issuerIdentificationNumber":"42011A","cardImageNumber":"45010B"},{"reader":"SIM1","type":"uicc","atr":"3B8001","cardData":"6600"}]},"serviceId":"910bbd5a-1749-4737-b855-a520f1bc9da4","version":"1.2.0"}
            """,
            $$$"""{"status":{"code":0,"message":""},"instance":{"id":"d8c791a1-c39e-41f7-a2ec-f8cdfb57406a","state":1,"technicalInformation":{{{Information}}},"lastOperation":0,"reader":"eSE1"}}""");

        var result = await phone.Sdk.CreateServiceInstanceAsync(Phone.ServiceId, "1.2.0", Token);

        Assert.Equal((ErrorType.NoError, ""), (result.ExecutionStatus, result.ExecutionMessage));
        var instance = result.ServiceInstance!;
        Assert.Equal((Phone.InstanceId, ServiceInstanceState.NotDeployed, ServiceOperation.NoOperation, "eSE1"), (instance.Id, instance.State, instance.LastOperation, instance.Reader));
        Assert.Equal("red", instance.TechnicalInformation.SpParameters["color"]);
        Assert.Equal(
            (Phone.ServiceId, "1.2.0", "00000000-0000-0000-0000-000000000001", "jc", "00000000-0000-0000-0000-000000000002"),
            (instance.TechnicalInformation.ServiceId, instance.TechnicalInformation.ServiceVersionTag, instance.TechnicalInformation.FlavorId,
                instance.TechnicalInformation.FlavorName, instance.TechnicalInformation.ProfileId));
        Assert.Empty(ese.Left);
        Assert.Empty(sim.Left);
        Assert.Equal(new PhoneTrafficCount(0, 1, 0, 0), phone.Sdk.Traffic.Current);
    }

    [Fact]
    public async Task CreateServiceInstance_CardBreaksDuringTheHints_SendsWhatIsKnown()
    {
        var phone = new Phone(new ScriptedCard("""
            0070000001 > 019000
            01A4040008A00000015100000000 > 9000
            81CA9F7F00 > 9F7F01AA9000
            81CA006600 > !
            """));
        phone.Backend.Expect(
            "/device/v1/service-instances/create",
            """
            {"device":{"deviceAppId":"0102030405060708090a0b0c0d0e0f1011121314","secureComponents":[{"reader":"eSE1","type":"eSE","atr":"3B8001","cplc":"9F7F01AA"}]},"serviceId":"910bbd5a-1749-4737-b855-a520f1bc9da4","version":"1.2.0"}
            """,
            """{"status":{"code":8,"message":"No eligible SC: no profile fits"}}""");

        var result = await phone.Sdk.CreateServiceInstanceAsync(Phone.ServiceId, "1.2.0", Token);
        Assert.Equal((null, ErrorType.NoEligibleSc, "No eligible SC: no profile fits"), (result.ServiceInstance, result.ExecutionStatus, result.ExecutionMessage));
        Assert.Contains(phone.Log, entry => entry.Message == "Reader 'eSE1' could not be read: The card was removed.");
    }

    [Fact]
    public async Task GetServiceInstances_WithoutAny_GivesAnEmptyList()
    {
        _phone.Backend.Expect(ListPath, ListBody, """{"status":{"code":0,"message":""},"instances":[],"somethingNew":1}""");
        var result = await _phone.Sdk.GetServiceInstancesAsync(Phone.ServiceId, Token);
        Assert.Empty(result.ServiceInstances);
        Assert.Equal((ErrorType.NoError, ""), (result.ExecutionStatus, result.ExecutionMessage));
    }

    [Fact]
    public async Task CheckServiceDeploymentAvailable_OfAPattern_GivesTheHighestVersion()
    {
        _phone.Backend
            .Expect(
                "/device/v1/availability", """{"device":""" + Phone.NoCards + ""","serviceId":"910bbd5a-1749-4737-b855-a520f1bc9da4","version":"1.X.x"}""",
                $$$"""{"status":{"code":0,"message":""},"available":true,"version":"1.2.0","technicalInformation":{{{Information}}}}""")
            .Expect(
                "/device/v1/availability", """{"device":""" + Phone.NoCards + ""","serviceId":"910bbd5a-1749-4737-b855-a520f1bc9da4","version":"2.0.0"}""",
                """{"status":{"code":0,"message":""},"available":false,"version":""}""");

        var yes = await _phone.Sdk.CheckServiceDeploymentAvailableAsync(Phone.ServiceId, "1.X.x", Token);
        var no = await _phone.Sdk.CheckServiceDeploymentAvailableAsync(Phone.ServiceId, "2.0.0", Token);

        Assert.Equal((DeploymentAvailable.DeploymentAvailable, "1.2.0", "jc"), (yes.DeploymentAvailable, yes.Version, yes.NewTechnicalInformation?.FlavorName));
        Assert.Equal((DeploymentAvailable.DeviceNotEligible, "", null, ErrorType.NoError), (no.DeploymentAvailable, no.Version, no.NewTechnicalInformation, no.ExecutionStatus));
    }

    public static TheoryData<Exception, ErrorType, string> Failures => new()
    {
        { new HttpRequestException(HttpRequestError.NameResolutionError), ErrorType.NetworkConnectionError, "Network connection error: host 'tsmService' not found" },
        { new HttpRequestException(HttpRequestError.ConnectionError), ErrorType.NetworkConnectionError, "Network connection error: host 'tsmService' not found" },
        { new HttpRequestException(HttpRequestError.ResponseEnded), ErrorType.NetworkConnectionError, "Network connection error: connection to 'tsmService' failed" },
        { new TaskCanceledException(), ErrorType.NetworkConnectionError, "Network connection error: connection to 'tsmService' failed" },
        { new IOException(), ErrorType.NetworkConnectionError, "Network connection error: connection to 'tsmService' failed" },
        { new InvalidOperationException(), ErrorType.InternalError, "Internal error: unexpected failure in the TSM-API-SDK" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task GetServiceInstances_NetworkFails_IsTold(Exception failure, ErrorType type, string message)
    {
        _phone.Backend.Expect(ListPath, ListBody, failure);
        var result = await _phone.Sdk.GetServiceInstancesAsync(Phone.ServiceId, Token);
        Assert.Equal((type, message), (result.ExecutionStatus, result.ExecutionMessage));
        Assert.Empty(result.ServiceInstances);
        Assert.Equal(0, _phone.Backend.Left);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, ErrorType.NotAuthenticated, "Not authenticated: access token refused")]
    [InlineData(HttpStatusCode.Forbidden, ErrorType.Unauthorized, "Unauthorized: app not authorized")]
    [InlineData(HttpStatusCode.TooManyRequests, ErrorType.OverloadProtection, "Overload protection: The system is currently not available, please try again later.")]
    [InlineData(HttpStatusCode.ServiceUnavailable, ErrorType.TsmNotAvailable, "TSM not available: 'tsmService' answered HTTP status 503")]
    [InlineData(HttpStatusCode.NotFound, ErrorType.InternalError, "Internal error: 'tsmService' answered HTTP status 404")]
    [InlineData(HttpStatusCode.InternalServerError, ErrorType.InternalError, "Internal error: 'tsmService' answered HTTP status 500")]
    public async Task GetServiceInstances_RefusedByHttp_IsTold(HttpStatusCode status, ErrorType type, string message)
    {
        _phone.Backend.Expect(ListPath, ListBody, status);
        var result = await _phone.Sdk.GetServiceInstancesAsync(Phone.ServiceId, Token);
        Assert.Equal((type, message), (result.ExecutionStatus, result.ExecutionMessage));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("<html>")]
    [InlineData("""{"status":""")]
    public async Task GetServiceInstances_AnsweredWithSomethingElse_IsAnInternalError(string answer)
    {
        _phone.Backend.Expect(ListPath, ListBody, answer);
        var result = await _phone.Sdk.GetServiceInstancesAsync(Phone.ServiceId, Token);
        Assert.Equal(
            (ErrorType.InternalError, "Internal error: the answer of 'tsmService' to /device/v1/service-instances/list cannot be read"),
            (result.ExecutionStatus, result.ExecutionMessage));
    }

    [Fact]
    public async Task GetServiceInstances_Cancelled_IsInterrupted()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var result = await _phone.Sdk.GetServiceInstancesAsync(Phone.ServiceId, cancelled.Token);
        Assert.Equal((ErrorType.ExecutionInterrupted, "Execution interrupted: manually cancelled"), (result.ExecutionStatus, result.ExecutionMessage));
    }

    [Fact]
    public async Task SetAccessToken_ThenRequests_AsksForATokenEveryTime()
    {
        var tokens = new Queue<string>(["first", "second", " "]);
        Assert.Equal(ErrorType.NoError, (await _phone.Sdk.SetAccessTokenAsync(new Source(tokens.Dequeue), Token)).ExecutionStatus);
        _phone.Backend
            .Expect(ListPath, ListBody, """{"status":{"code":0,"message":""},"instances":[]}""")
            .Expect(ListPath, ListBody, """{"status":{"code":0,"message":""},"instances":[]}""");
        await _phone.Sdk.GetServiceInstancesAsync(Phone.ServiceId, Token);
        await _phone.Sdk.GetServiceInstancesAsync(Phone.ServiceId, Token);
        var empty = await _phone.Sdk.GetServiceInstancesAsync(Phone.ServiceId, Token);
        var broken = await _phone.Sdk.GetServiceInstancesAsync(Phone.ServiceId, Token);

        Assert.Equal(["Bearer first", "Bearer second"], _phone.Backend.Authorizations);
        Assert.All([empty, broken], result => Assert.Equal(
            (ErrorType.NotAuthenticated, "Not authenticated: could not retrieve access token"), (result.ExecutionStatus, result.ExecutionMessage)));
    }

    private sealed class Source(Func<string> token) : ITsmAccessToken
    {
        public ValueTask<string> GetTokenAsync(CancellationToken cancellationToken) => ValueTask.FromResult(token());
    }
}
