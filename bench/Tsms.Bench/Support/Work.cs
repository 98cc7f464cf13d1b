using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Running;

namespace Tsms.Bench.Support;

/// <summary>How much one operation of a bench does, counted by the bench itself, so that a rate can stand beside its time.</summary>
internal static class Work
{
    private static readonly ConcurrentDictionary<string, (double Amount, string Unit)> s_amounts = new();
    private static readonly ConcurrentDictionary<string, string> s_notes = new();

    /// <summary>One operation of this method does so many of these: bytes, bytecodes, cards.</summary>
    public static void Count(object bench, string method, double amount, string unit) => s_amounts[Key(bench, method)] = (amount, unit);

    /// <summary>Something measured beside the time.</summary>
    public static void Note(object bench, string method, string text) => s_notes[Key(bench, method)] = text;

    /// <summary>What is known of a case whose operation takes so many nanoseconds.</summary>
    public static string Tell(BenchmarkCase benchmark, double nanoseconds)
    {
        var key = $"{benchmark.Descriptor.Type.Name}.{benchmark.Descriptor.WorkloadMethod.Name}"
            + string.Concat(benchmark.Parameters.Items.OrderBy(i => i.Name, StringComparer.Ordinal).Select(i => $"|{i.Name}={i.Value}"));
        var rate = s_amounts.TryGetValue(key, out var amount) ? Rate(amount.Amount / nanoseconds * 1e9, amount.Unit) : null;
        return string.Join("; ", new[] { rate, s_notes.GetValueOrDefault(key) }.OfType<string>());
    }

    private static string Rate(double perSecond, string unit) => perSecond switch
    {
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{perSecond / 1e6:0.00} M {unit}/s"),
        >= 1e3 => string.Create(CultureInfo.InvariantCulture, $"{perSecond / 1e3:0.0} k {unit}/s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{perSecond:0.0} {unit}/s"),
    };

    private static string Key(object bench, string method)
    {
        var type = bench.GetType();
        while (type.Assembly != typeof(Work).Assembly)
        {
            type = type.BaseType!; // the in-process toolchain derives a class of its own
        }

        var parameters = type.GetProperties().Where(p => p.GetCustomAttribute<ParamsAttribute>() is not null || p.GetCustomAttribute<ParamsSourceAttribute>() is not null);
        return $"{type.Name}.{method}" + string.Concat(parameters.OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => $"|{p.Name}={p.GetValue(bench)}"));
    }
}
