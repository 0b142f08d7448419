namespace Runink.Cli.Commands.Server.Configuration;

/// <summary>The members that a cluster begins with: so far one, this one.</summary>
internal static class ClusterSettings
{
    /// <summary>Reports an initial cluster that is not this member alone, under its own URLs.</summary>
    public static void Check(SettingReader reader, IReadOnlyList<Uri> own)
    {
        var name = reader.Text(ServerSettings.Name);
        if (name.Length == 0 || name.IndexOfAny(['=', ',', '/']) >= 0)
            reader.Refuse(ServerSettings.Name, "must be a word without '=', ',' and '/'");
        if (reader.TextOrNull(ServerSettings.InitialCluster) is not { } text) return;
        var urls = new List<string>();
        foreach (var member in text.Split(','))
        {
            var at = member.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || UrlSettings.Parse(member[(at + 1)..].Trim()) is not { } url)
            {
                reader.Refuse(ServerSettings.InitialCluster, $"must be of the form NAME=https://10.0.0.1:2380, which '{member}' is not");
                return;
            }

            if (member[..at].Trim() != name)
            {
                Contradiction(reader, $"{reader.NameOf(ServerSettings.InitialCluster)} names the member '{member[..at].Trim()}', this one is '{name}'",
                    "clusters of several members are not supported yet: name this member only, as --name does");
                return;
            }

            urls.Add(url.GetLeftPart(UriPartial.Authority));
        }

        var advertised = own.Select(url => url.GetLeftPart(UriPartial.Authority));
        if (urls.ToHashSet(StringComparer.Ordinal).SetEquals(advertised)) return;
        Contradiction(reader, $"{reader.NameOf(ServerSettings.InitialCluster)} has other URLs for '{name}' than --initial-advertise-peer-urls",
            "give both the same URLs");
    }

    private static void Contradiction(SettingReader reader, string message, string hint) =>
        reader.Report(ServerErrors.Contradiction, ServerSettings.InitialCluster, message, hint);
}
