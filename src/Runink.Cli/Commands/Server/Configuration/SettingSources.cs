using Runink.Pipelines.Diagnostics;

namespace Runink.Cli.Commands.Server.Configuration;

/// <summary>Brings together what flags, variables and the file say: the first of them that speaks of a setting decides it.</summary>
internal static class SettingSources
{
    /// <summary>The value of every setting that somebody gave, by its name; etcd's settings too.</summary>
    /// <param name="flags">The value that the command line gives a setting, or null.</param>
    /// <param name="variable">The value of a variable of the environment, or null.</param>
    /// <param name="file">The configuration file that the command line names, or null.</param>
    /// <param name="found">Where everything wrong is reported.</param>
    public static Dictionary<string, SettingValue> Gather(
        Func<string, string?> flags, Func<string, string?> variable, string? file, List<Diagnostic> found)
    {
        file ??= FromEnvironment("config-file", variable)?.Text;
        var values = file is null ? new(StringComparer.Ordinal) : ConfigurationFile.Read(file, found);
        foreach (var name in ServerSettings.All.Select(setting => setting.Name).Concat(SettingNames.Foreign))
        {
            if (flags(name) is { } text) values[name] = new SettingValue(text, $"--{name}", At: null);
            else if (FromEnvironment(name, variable) is { } value) values[name] = value;
        }

        return values;
    }

    private static SettingValue? FromEnvironment(string name, Func<string, string?> variable)
    {
        foreach (var candidate in ServerSetting.VariablesOf(name))
        {
            if (variable(candidate) is { Length: > 0 } text) return new SettingValue(text, candidate, At: null);
        }

        return null;
    }
}
