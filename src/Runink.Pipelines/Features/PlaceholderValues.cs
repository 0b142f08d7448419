using System.Globalization;
using System.Text.RegularExpressions;
using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Features;

/// <summary>What the placeholders of a feature stand for in one run.</summary>
/// <param name="Parameters">Values by name, as <c>--param name=value</c> gives them.</param>
/// <param name="Instant">The run's instant; <c>run.day</c> is its day, in UTC unless a time zone is named.</param>
public sealed partial record PlaceholderValues(IReadOnlyDictionary<string, string> Parameters, DateTimeOffset Instant)
{
    private const string ParameterPrefix = "param.";
    private const string RunDay = "run.day";

    /// <summary>The value of a placeholder, or null when it has none; <paramref name="errors"/> then says why.</summary>
    internal string? Resolve(Placeholder placeholder, ICollection<Diagnostic> errors)
    {
        if (placeholder.Expression is not { } expression)
        {
            errors.Add(FeatureErrors.Placeholder.Error("this placeholder is never closed", placeholder.At,
                @"close it with }}, or write \{{ for two braces"));
            return null;
        }

        if (expression.StartsWith(ParameterPrefix, StringComparison.Ordinal))
            return ResolveParameter(expression[ParameterPrefix.Length..], placeholder.At, errors);
        if (DayExpression().Match(expression) is { Success: true } day) return ResolveDay(day, placeholder.At, errors);
        errors.Add(FeatureErrors.Placeholder.Error($"\"{expression}\" is not known", placeholder.At, Suggest(expression)));
        return null;
    }

    private string? ResolveParameter(string name, SourceSpan at, ICollection<Diagnostic> errors)
    {
        if (Parameters.TryGetValue(name, out var value)) return value;
        var hint = Suggestions.DidYouMean(name, Parameters.Keys) ?? $"give it with --param {name}=VALUE";
        errors.Add(FeatureErrors.MissingParameter.Error($"the parameter \"{name}\" has no value", at, hint));
        return null;
    }

    private string? ResolveDay(Match day, SourceSpan at, ICollection<Diagnostic> errors)
    {
        var zone = TimeZoneInfo.Utc;
        if (day.Groups["zone"] is { Success: true, Value: var name } && !TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone))
        {
            var hint = Suggestions.DidYouMean(name, TimeZoneInfo.GetSystemTimeZones().Select(known => known.Id));
            errors.Add(FeatureErrors.Placeholder.Error($"the time zone \"{name}\" is not known on this machine", at,
                hint ?? "use a name of the IANA database, such as Europe/Lisbon"));
            return null;
        }

        var start = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Instant, zone).DateTime);
        var days = day.Groups["days"].Success ? int.Parse(day.Groups["days"].Value, CultureInfo.InvariantCulture) : 0;
        var number = start.DayNumber + (day.Groups["sign"].Value == "-" ? -days : days);
        if (number >= DateOnly.MinValue.DayNumber && number <= DateOnly.MaxValue.DayNumber)
            return DateOnly.FromDayNumber(number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        errors.Add(FeatureErrors.Placeholder.Error("this day lies outside the calendar", at, "use fewer days"));
        return null;
    }

    private string Suggest(string expression)
    {
        if (expression.StartsWith(RunDay, StringComparison.Ordinal))
            return "write {{run.day}}, {{run.day - 400d}} or {{run.day in Europe/Lisbon}}";
        var known = Parameters.Keys.Select(name => ParameterPrefix + name).Append(RunDay);
        return Suggestions.DidYouMean(expression, known) ?? "use {{param.NAME}} or {{run.day}}";
    }

    [GeneratedRegex(@"^run\.day(\s*(?<sign>[+-])\s*(?<days>[0-9]{1,7})d)?(\s+in\s+(?<zone>[A-Za-z0-9_+\-/]+))?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DayExpression();
}
