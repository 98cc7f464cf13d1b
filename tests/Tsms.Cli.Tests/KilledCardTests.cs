using System.Globalization;
using Tsms.GlobalPlatform.Commands;
using Tsms.GlobalPlatform.Exploration;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.Cli.Tests;

/// <summary>
/// A process with a card image is killed (SIGKILL) while it works: the card goes on as before or as after the command that was under way, what it has answered
/// is never undone, and no challenge comes twice. TSMS_KILLS says how often; 8 is the default.
/// </summary>
public sealed class KilledCardTests(ITestOutputHelper output) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tsms-killed-");
    private readonly HashSet<string> _challenges = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static int Kills => int.TryParse(Environment.GetEnvironmentVariable("TSMS_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var kills) ? kills : 8;

    private string Image => Path.Combine(_folder.FullName, "my.card");

    private string NewImage => Image + ".new";

    [Theory]
    [InlineData("virtual-ese")] // challenges are pseudo-random, by a sequence counter
    [InlineData("secora-id-x")] // challenges are random
    public async Task Card_KilledAtAnyMoment_IsBeforeOrAfterTheCommandUnderWay(string profile)
    {
        var states = await WholeCycleAsync(profile);
        var chance = new Random(profile.Length);
        var underWay = new Lost(states[0], states[0], IsAnswered: true);
        var (answered, undone, done, halfSaved) = (0, 0, 0, 0);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var card = CardProcess.Start(Image, profile);
            var (session, send) = await CardOfOneCycle.LogInAsync(Watch(card), Cancel);
            using (session)
            {
                var state = await CardOfOneCycle.LookAsync(send, Cancel);
                Assert.True(
                    state == underWay.After || (state == underWay.Before && !underWay.IsAnswered),
                    $"After kill {kill} the card is not as it has to be (answered: {underWay.IsAnswered}).\n{underWay.Before}\n{underWay.After}\n{state}");
                answered += underWay.IsAnswered ? 1 : 0;
                undone += !underWay.IsAnswered && state == underWay.Before ? 1 : 0;
                done += !underWay.IsAnswered && state != underWay.Before ? 1 : 0;
                underWay = await PlayAndKillAsync(card, send, states, state, chance);
            }

            halfSaved += File.Exists(NewImage) ? 1 : 0;
        }

        output.WriteLine(
            $"{profile}: {Kills} kills; the command under way was answered {answered} times, else the card was as before it {undone} times and as after it {done} times; "
            + $"{halfSaved} times a save was under way; {_challenges.Count} challenges, none twice");
    }

    [Theory]
    [InlineData("virtual-ese")]
    [InlineData("secora-id-x")]
    public async Task Card_KilledAfterAChallenge_GivesAnother(string profile)
    {
        for (var kill = 0; kill < 4; kill++)
        {
            using var card = CardProcess.Start(Image, profile);
            var send = Watch(card);
            Assert.True((await send(GpCommand.Select(GpAid.IssuerSecurityDomain), Cancel)).Sw.IsSuccess);
            Assert.True((await send(Scp03.InitializeUpdate(0, new byte[8]), Cancel)).Sw.IsSuccess);
            await card.KillAsync();
        }

        Assert.Equal(4, _challenges.Count);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>What a host sees before each step of a cycle; once around, so that the last step leads to the first.</summary>
    private async Task<List<string>> WholeCycleAsync(string profile)
    {
        using var card = CardProcess.Start(Image, profile);
        var (session, send) = await CardOfOneCycle.LogInAsync(Watch(card), Cancel);
        using (session)
        {
            var states = new List<string>();
            foreach (var step in CardOfOneCycle.Steps.Take(^1..).Concat(CardOfOneCycle.Steps))
            {
                foreach (var command in step)
                {
                    Assert.True((await send(command, Cancel)).Sw.IsSuccess);
                }

                states.Add(await CardOfOneCycle.LookAsync(send, Cancel));
            }

            Assert.Equal(states[0], states[^1]);
            await card.KillAsync();
            return states[..^1];
        }
    }

    /// <summary>
    /// Goes on with the steps for some commands, sends one more and kills the process a while later; returns the states that the card may have after it.
    /// </summary>
    private async Task<Lost> PlayAndKillAsync(CardProcess card, CardTransmit send, List<string> states, string state, Random chance)
    {
        var at = states.IndexOf(state);
        for (var left = chance.Next(16); ; at = (at + 1) % states.Count)
        {
            var step = CardOfOneCycle.Steps[at];
            for (var i = 0; i < step.Count; i++, left--)
            {
                if (left > 0)
                {
                    Assert.True((await send(step[i], Cancel)).Sw.IsSuccess);
                    continue;
                }

                var last = send(step[i], Cancel).AsTask();
                Wait(last, chance);
                await card.KillAsync();
                await Task.WhenAny(last);
                return new Lost(states[at], i == step.Count - 1 ? states[(at + 1) % states.Count] : states[at], last.IsCompletedSuccessfully);
            }
        }
    }

    /// <summary>For a random while, up to the moment when the image is being saved, or up to the moment when it has just been.</summary>
    private void Wait(Task answer, Random chance)
    {
        var until = chance.Next(3);
        while (until > 0 && !answer.IsCompleted && !File.Exists(NewImage))
        {
        }

        while (until > 1 && !answer.IsCompleted && File.Exists(NewImage))
        {
        }

        Thread.SpinWait(1 << chance.Next(16));
    }

    /// <summary>The way to the card, on which every answer to INITIALIZE UPDATE is looked at.</summary>
    private CardTransmit Watch(CardProcess card) => async (command, cancel) =>
    {
        var answer = await card.AskAsync(command, cancel);
        if (command.Ins == GpInstruction.InitializeUpdate && answer.Sw.IsSuccess)
        {
            var parsed = InitializeUpdateAnswer.Parse(answer);
            Assert.True(_challenges.Add(Convert.ToHexString(parsed.CardChallenge.Span)), "The card gave a challenge twice.");
        }

        return answer;
    };

    /// <summary>What a host sees before and after the command that was under way, and whether its answer came.</summary>
    private sealed record Lost(string Before, string After, bool IsAnswered);
}
