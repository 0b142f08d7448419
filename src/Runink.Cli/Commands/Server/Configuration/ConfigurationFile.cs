using Runink.Pipelines.Contracts.Yaml;
using Runink.Pipelines.Diagnostics;

namespace Runink.Cli.Commands.Server.Configuration;

/// <summary>The YAML file of a server: names of settings with their values, and etcd's two sections of TLS files.</summary>
internal static class ConfigurationFile
{
    private const int MostBytes = 1 << 20;

    /// <summary>etcd keeps the TLS settings in these sections; those of the peers lose their prefix there.</summary>
    private static readonly Dictionary<string, string> Sections = new(StringComparer.Ordinal)
    {
        ["client-transport-security"] = "",
        ["peer-transport-security"] = "peer-",
    };

    /// <summary>What the file says; everything that is wrong with it is reported.</summary>
    public static Dictionary<string, SettingValue> Read(string path, List<Diagnostic> found)
    {
        var values = new Dictionary<string, SettingValue>(StringComparer.Ordinal);
        if (TextOf(path, found) is not { } text) return values;
        switch (YamlTree.Load(text, path, ServerErrors.BadFile, found))
        {
            case null:
                break;
            case YamlMap map:
                foreach (var entry in map.Entries) Add(entry, prefix: "", values, found);
                break;
            case var other:
                found.Add(ServerErrors.BadFile.Error($"{path} is not a mapping of settings to values", other.At));
                break;
        }

        return values;
    }

    private static string? TextOf(string path, List<Diagnostic> found)
    {
        try
        {
            if (new FileInfo(path).Length <= MostBytes) return File.ReadAllText(path);
            found.Add(ServerErrors.BadFile.Error($"{path} is larger than a configuration file can be", at: null));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            found.Add(ServerErrors.BadFile.Error($"the configuration file cannot be read: {e.Message}", at: null));
        }

        return null;
    }

    private static void Add(YamlEntry entry, string prefix, Dictionary<string, SettingValue> values, List<Diagnostic> found)
    {
        var name = prefix + entry.Key.Text;
        if (prefix.Length == 0 && Sections.TryGetValue(name, out var inner))
        {
            if (entry.Value is YamlMap section)
            {
                foreach (var one in section.Entries) Add(one, inner, values, found);
            }
            else if (entry.Value is not YamlScalar { IsNull: true })
            {
                found.Add(ServerErrors.BadSetting.Error($"'{name}' must be a mapping", entry.Value.At));
            }
        }
        else if (!SettingNames.IsKnown(name))
        {
            found.Add(ServerErrors.UnknownSetting.Error(
                $"there is no setting '{entry.Key.Text}'", entry.Key.At, SettingNames.DidYouMean(name)));
        }
        else if (Text(entry.Value) is not { } text)
        {
            found.Add(ServerErrors.BadSetting.Error($"'{name}' must be a plain value or a list of them", entry.Value.At));
        }
        else if (text.Length > 0 && !values.TryAdd(name, new SettingValue(text, entry.Key.Text, entry.Value.At)))
        {
            found.Add(ServerErrors.BadSetting.Error($"'{name}' is given twice", entry.Key.At));
        }
    }

    private static string? Text(YamlNode value) => value switch
    {
        YamlScalar { IsNull: true } => "",
        YamlScalar scalar => scalar.Text,
        YamlList list when list.Items.All(item => item is YamlScalar) =>
            string.Join(',', list.Items.Cast<YamlScalar>().Select(item => item.Text)),
        _ => null,
    };
}
