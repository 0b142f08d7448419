using System.CommandLine;
using System.Globalization;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Commands.Server.Configuration;
using Runink.Protocol;

namespace Runink.Cli.Commands.Cluster.Members;

/// <summary>Which member a word means: its name, or its id.</summary>
internal static class MemberChoice
{
    /// <summary>The argument that names a member.</summary>
    public static Argument<string> Argument() => new("MEMBER") { Description = "Name or hexadecimal id of the member." };

    /// <summary>The name of a member, or its id while it has none.</summary>
    public static string NameOf(Member member) => member.Name.Length > 0 ? member.Name : Hex(member.ID);

    /// <summary>An id as etcd prints it.</summary>
    public static string Hex(ulong id) => id.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>The member that is meant, after asking the cluster.</summary>
    /// <exception cref="Pipelines.Diagnostics.RuninkException">There is none, or several have that name.</exception>
    public static async Task<Member> FindAsync(ClusterConnection connection, string word, CancellationToken cancellation)
    {
        var answer = await connection.CallAsync(EtcdCalls.MemberList, new MemberListRequest { Linearizable = true }, cancellation);
        return Find(answer.Members, word);
    }

    /// <summary>The member that is meant. An id outweighs a name, as names need not differ.</summary>
    public static Member Find(IReadOnlyList<Member> members, string word)
    {
        if (ulong.TryParse(word, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id)
            && members.FirstOrDefault(member => member.ID == id) is { } exact)
        {
            return exact;
        }

        var named = members.Where(member => member.Name == word).ToList();
        return named.Count switch
        {
            1 => named[0],
            0 => throw CliErrors.NotFound($"the cluster has no member '{word}'", $"there are: {string.Join(", ", members.Select(NameOf))}"),
            _ => throw CliErrors.Usage($"{named.Count} members are named '{word}'", "give the id of one: see 'runi cluster members'"),
        };
    }

    /// <summary>The peer URLs in a word, separated by commas.</summary>
    public static IReadOnlyList<string> PeerUrls(string word) =>
    [
        .. word.Split(',').Select(one => UrlSettings.Parse(one.Trim()) is { } url
            ? url.GetLeftPart(UriPartial.Authority)
            : throw CliErrors.Usage($"'{one}' is no peer URL", "peer URLs look like https://10.0.0.4:2380")),
    ];
}
