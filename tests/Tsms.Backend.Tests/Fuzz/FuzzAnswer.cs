using System.Text.Json;
using Tsms.Backend.Errors;
using Tsms.Backend.Tests.Rest;

namespace Tsms.Backend.Tests.Fuzz;

/// <summary>What an answer to any input must be: success as the contract has it, or a refusal of one of the operation's categories.</summary>
internal static class FuzzAnswer
{
    // What any request can be refused with: no well-formed request, too large.
    private static readonly int[] s_always = [1002, 1014];

    /// <summary>The category of a refusal, 404 or 400 for no path of ours, or 0 for success, whose body is then complete.</summary>
    public static async Task<int> ReadAsync(HttpResponseMessage answer, FuzzInput input, CancellationToken cancellationToken)
    {
        var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        var status = (int)answer.StatusCode;
        if (input.Operation is null && (status is 404 || (status is 400 && body.Length == 0)))
        {
            // No such path; or none at all, which the server itself refuses.
            Assert.Empty(body);
            return status;
        }

        if (status is 200)
        {
            if (input.Operation is { } id)
            {
                var missing = ContractData.Schemas[ContractData.Of(id).Answer!].Where(a => !JsonDocument.Parse(body).RootElement.TryGetProperty(a, out _)).ToList();
                Assert.True(missing.Count == 0, $"200 without {string.Join(", ", missing)}");
            }

            return 0;
        }

        Assert.True(status is 400 or 401, $"{status}: {System.Text.Encoding.UTF8.GetString(body)}");
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        var error = JsonSerializer.Deserialize(body, Api.Admin.AdminJson.Default.GeneralError)!;
        Assert.InRange(error.ErrorMessage.Length, 1, RestFault.MaxMessage);
        if (input.Operation is { } operation)
        {
            var contract = ContractData.Of(operation);
            Assert.True(
                contract.Categories.Concat(contract.Also).Concat(s_always).Contains(error.ErrorCategory), $"{operation} does not answer {error.ErrorCategory}: {error.ErrorMessage}");
        }

        return error.ErrorCategory;
    }
}
