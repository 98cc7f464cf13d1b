using System.Security.Cryptography;
using Tsms.Cli.Cards;
using Tsms.Sdk;
using Tsms.VirtualCard.Profiles;

namespace Tsms.Cli.Demo;

/// <summary>The story from a CAP file in the provider's hands to a card that is as it was before.</summary>
internal sealed class DemoStory(DemoWorld world, DemoPackage package, CardProfile profile, RandomNumberGenerator random)
{
    private CardContent? _before;
    private CardContent? _during;
    private CardContent? _after;

    /// <summary>Plays it; <paramref name="makeTeller"/> gets the phone's counters.</summary>
    public async Task<DemoReport> PlayAsync(Func<Func<PhoneTrafficCount>, DemoTeller> makeTeller, CancellationToken cancellationToken)
    {
        await using var demo = await world.MakePhoneAsync(profile, cancellationToken).ConfigureAwait(false);
        var credentials = await world.Providers.CreateAsync("Demo provider", package.Rids, allowReservedRids: true, cancellationToken).ConfigureAwait(false);
        using var provider = new ProviderSide(new HttpClient { BaseAddress = world.BackendAddress }, credentials, package);
        var phone = new PhoneSide(demo.Phone, package.PlatformPackage, random);
        var teller = makeTeller(() => demo.Phone.Sdk.Traffic.Current);
        try
        {
            await DescribeAsync(teller, provider, demo, cancellationToken).ConfigureAwait(false);
            await DeployAndUseAsync(teller, provider, phone, demo, cancellationToken).ConfigureAwait(false);
        }
        catch (DemoException)
        {
            // Told already as a failed step; what is on the card still has to go.
        }

        try
        {
            await TakeOffAsync(teller, phone, demo, cancellationToken).ConfigureAwait(false);
        }
        catch (DemoException)
        {
            // Told already.
        }

        return new DemoReport(teller.Ok, teller.Steps, new DemoCardReport(_before, _during, _after));
    }

    private async Task DescribeAsync(DemoTeller teller, ProviderSide provider, DemoPhone demo, CancellationToken cancel)
    {
        await teller.StepAsync("look at the card", async () => (_before = await demo.LookAsync(cancel).ConfigureAwait(false)).ToString()).ConfigureAwait(false);
        foreach (var cap in package.Caps)
        {
            await teller.StepAsync($"upload {cap.FileName}", () => provider.UploadAsync(cap, cancel)).ConfigureAwait(false);
        }

        await teller.StepAsync("describe the Service", () => provider.DescribeAsync(cancel)).ConfigureAwait(false);
        await teller.StepAsync("publish the Flavor", () => provider.PublishAsync(cancel)).ConfigureAwait(false);
        await teller.StepAsync("link it to a Version", () => provider.LinkAsync(demo.Profile, cancel)).ConfigureAwait(false);
    }

    private async Task DeployAndUseAsync(DemoTeller teller, ProviderSide provider, PhoneSide phone, DemoPhone demo, CancellationToken cancel)
    {
        await teller.StepAsync("ask whether it can be deployed", () => phone.CheckAsync(provider.ServiceId, provider.VersionTag, cancel)).ConfigureAwait(false);
        await teller.StepAsync("create a service instance", () => phone.CreateInstanceAsync(provider.ServiceId, provider.VersionTag, cancel)).ConfigureAwait(false);
        await teller.StepAsync("deploy", () => phone.DeployAsync(cancel)).ConfigureAwait(false);
        await teller.StepAsync("look at the card again", async () => (_during = await demo.LookAsync(cancel).ConfigureAwait(false)).ToString()).ConfigureAwait(false);
        foreach (var aid in package.Instances)
        {
            var isOnCard = _during!.Instances.Any(i => i.Aid == aid.ToString());
            await teller.StepAsync(
                package.IsSample ? $"select {aid} and have a challenge signed" : $"select {aid}",
                () => phone.SelectAsync(aid, isOnCard, package.IsSample ? channel => phone.ProveCarKeyAsync(channel, cancel) : null, cancel)).ConfigureAwait(false);
        }
    }

    private async Task TakeOffAsync(DemoTeller teller, PhoneSide phone, DemoPhone demo, CancellationToken cancel)
    {
        if (phone.HasInstance)
        {
            await teller.StepAsync("terminate", () => phone.TerminateAsync(cancel)).ConfigureAwait(false);
        }

        if (_before is { } before)
        {
            await teller.StepAsync(
                "compare the card with before",
                async () =>
                {
                    _after = await demo.LookAsync(cancel).ConfigureAwait(false);
                    var same = before.FreeBytes is null ? "the registry is as before; the card does not tell its memory" : "registry and free memory are as before";
                    return _after.Matches(before) ? same : throw new DemoException($"The card is not as before: {_after}; it was: {before}.");
                }).ConfigureAwait(false);
        }
    }
}
