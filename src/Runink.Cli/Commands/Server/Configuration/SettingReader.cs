using System.Globalization;
using Runink.Pipelines.Diagnostics;

namespace Runink.Cli.Commands.Server.Configuration;

/// <summary>Typed access to given settings. What cannot be used is reported, and read as the default.</summary>
/// <param name="values">What was given, by name.</param>
/// <param name="found">Where reports go.</param>
internal sealed class SettingReader(IReadOnlyDictionary<string, SettingValue> values, List<Diagnostic> found)
{
    /// <summary>Whether somebody gave a value.</summary>
    public bool IsGiven(ServerSetting setting) => values.ContainsKey(setting.Name);

    /// <summary>The name under which the value was given, or the flag when it was not.</summary>
    public string NameOf(ServerSetting setting) => values.TryGetValue(setting.Name, out var value) ? value.Source : $"--{setting.Name}";

    /// <summary>The value, or the default.</summary>
    public string Text(ServerSetting setting) => values.TryGetValue(setting.Name, out var value) ? value.Text : setting.Default;

    /// <summary>The value, or null when it is empty and has no default.</summary>
    public string? TextOrNull(ServerSetting setting) => Text(setting) is { Length: > 0 } text ? text : null;

    /// <summary>Whether a switch is on, in the words that Go takes.</summary>
    public bool Switch(ServerSetting setting)
    {
        switch (Text(setting))
        {
            case "1" or "t" or "T" or "true" or "TRUE" or "True":
                return true;
            case "" or "0" or "f" or "F" or "false" or "FALSE" or "False":
                return false;
            default:
                Refuse(setting, "must be true or false");
                return false;
        }
    }

    /// <summary>A whole number within bounds.</summary>
    public long Number(ServerSetting setting, long least, long most)
    {
        if (long.TryParse(Text(setting), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most)
        {
            return number;
        }

        Refuse(setting, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}"));
        return long.Parse(setting.Default, CultureInfo.InvariantCulture);
    }

    /// <summary>One of a few words.</summary>
    public string Choice(ServerSetting setting, params string[] words)
    {
        if (words.Contains(Text(setting), StringComparer.Ordinal)) return Text(setting);
        Refuse(setting, $"must be {string.Join(", ", words.SkipLast(1))} or {words[^1]}");
        return setting.Default;
    }

    /// <summary>Reports that a value cannot be used: <c>--name 'x' must be …</c>.</summary>
    public void Refuse(ServerSetting setting, string must, string? hint = null) =>
        Report(ServerErrors.BadSetting, setting, $"{NameOf(setting)} '{Text(setting)}' {must}", hint);

    /// <summary>Reports something that concerns a setting.</summary>
    public void Report(ErrorDefinition error, ServerSetting setting, string message, string? hint = null) =>
        found.Add(error.Error(message, values.GetValueOrDefault(setting.Name)?.At, hint));
}
