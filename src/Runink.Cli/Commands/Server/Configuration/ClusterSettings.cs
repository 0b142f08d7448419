using Runink.Barn;

namespace Runink.Cli.Commands.Server.Configuration;

/// <summary>The members that a cluster begins with, or whom a node that joins one asks.</summary>
internal static class ClusterSettings
{
    /// <summary>Reads them; reports what is not of the form, or does not have this member under its own URLs.</summary>
    /// <returns>None when nothing was given: then this member is alone.</returns>
    public static IReadOnlyList<InitialMember> Read(SettingReader reader, IReadOnlyList<Uri> own)
    {
        var name = reader.Text(ServerSettings.Name);
        if (name.Length == 0 || name.IndexOfAny(['=', ',', '/']) >= 0)
            reader.Refuse(ServerSettings.Name, "must be a word without '=', ',' and '/'");
        var isNew = reader.Choice(ServerSettings.InitialClusterState, "new", "existing") == "new";
        if (reader.TextOrNull(ServerSettings.InitialCluster) is not { } text)
        {
            if (!isNew)
            {
                Contradiction(reader, "a node that belongs to an existing cluster must know a member of it",
                    "give --initial-cluster with the members of the cluster, this one among them");
            }

            return [];
        }

        if (Parse(reader, text) is not { } members) return [];
        var advertised = own.Select(Text).ToHashSet(StringComparer.Ordinal);
        if (!members.TryGetValue(name, out var urls))
        {
            Contradiction(reader, $"{reader.NameOf(ServerSettings.InitialCluster)} does not name this member, '{name}'",
                "name every member, this one too, as its --name does");
        }
        else if (!advertised.SetEquals(urls))
        {
            Contradiction(reader, $"{reader.NameOf(ServerSettings.InitialCluster)} has other URLs for '{name}' than --initial-advertise-peer-urls",
                "give both the same URLs");
        }

        return [.. members.Select(member => new InitialMember(member.Key, member.Value))];
    }

    /// <summary>Where other members are served: nowhere, for a cluster of one that was not told where.</summary>
    public static IReadOnlyList<ListenAddress> ReadListeners(SettingReader reader, IReadOnlyList<InitialMember> members, TlsFiles? tls)
    {
        var listeners = UrlSettings.ReadListeners(reader, ServerSettings.ListenPeerUrls);
        var isAlone = members.Count <= 1 && reader.Choice(ServerSettings.InitialClusterState, "new", "existing") == "new";
        if (isAlone && !reader.IsGiven(ServerSettings.ListenPeerUrls)) return [];
        TlsSettings.CheckListeners(reader, ServerSettings.ListenPeerUrls, ServerSettings.PeerCertFile, listeners, tls);
        if (reader.IsGiven(ServerSettings.PeerCertFile) && !reader.IsGiven(ServerSettings.PeerTrustedCaFile) && listeners.Any(address => address.IsTls))
        {
            reader.Report(ServerErrors.Contradiction, ServerSettings.ListenPeerUrls,
                $"{reader.NameOf(ServerSettings.ListenPeerUrls)} would let in whoever connects: members know each other by their certificates",
                $"give --{ServerSettings.PeerTrustedCaFile.Name} with the authority of the members' certificates, and no other");
        }

        return listeners;
    }

    private static SortedDictionary<string, List<string>>? Parse(SettingReader reader, string text)
    {
        var members = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var member in text.Split(','))
        {
            var at = member.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || UrlSettings.Parse(member[(at + 1)..].Trim()) is not { } url)
            {
                reader.Refuse(ServerSettings.InitialCluster, $"must be of the form NAME=https://10.0.0.1:2380,…, which '{member}' is not");
                return null;
            }

            var name = member[..at].Trim();
            if (members.Any(other => other.Value.Contains(Text(url))))
            {
                reader.Refuse(ServerSettings.InitialCluster, $"must not name {Text(url)} twice");
                return null;
            }

            if (!members.TryGetValue(name, out var urls)) members.Add(name, urls = []);
            urls.Add(Text(url));
        }

        return members;
    }

    private static string Text(Uri url) => url.GetLeftPart(UriPartial.Authority);

    private static void Contradiction(SettingReader reader, string message, string hint) =>
        reader.Report(ServerErrors.Contradiction, ServerSettings.InitialCluster, message, hint);
}
