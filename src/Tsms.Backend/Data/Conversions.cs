using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Tsms.Backend.Data;

/// <summary>Points in time as milliseconds since 1970, UTC: they sort the same on every database, and TR-03165 wants no finer ones.</summary>
internal sealed class MillisecondsConverter()
    : ValueConverter<DateTimeOffset, long>(time => time.ToUnixTimeMilliseconds(), number => DateTimeOffset.FromUnixTimeMilliseconds(number));

/// <summary>Lists and maps of plain values in one JSON column; nothing is looked up by what is inside.</summary>
internal static class Conversions
{
    public static PropertyBuilder<List<string>> AsJson(this PropertyBuilder<List<string>> property) => AsJson<List<string>>(property);

    public static PropertyBuilder<Dictionary<string, TValue>> AsJson<TValue>(this PropertyBuilder<Dictionary<string, TValue>> property) =>
        AsJson<Dictionary<string, TValue>>(property);

    private static PropertyBuilder<T> AsJson<T>(PropertyBuilder<T> property) where T : class => property.HasConversion(
        new ValueConverter<T, string>(value => JsonSerializer.Serialize(value, JsonSerializerOptions.Default), text => JsonSerializer.Deserialize<T>(text, JsonSerializerOptions.Default)!),
        new ValueComparer<T>((left, right) => Text(left) == Text(right), value => Text(value).GetHashCode(StringComparison.Ordinal), value => Copy(value)));

    private static string Text<T>(T? value) => JsonSerializer.Serialize(value, JsonSerializerOptions.Default);

    private static T Copy<T>(T value) => JsonSerializer.Deserialize<T>(Text(value), JsonSerializerOptions.Default)!;
}
