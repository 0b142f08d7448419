using System.Text.Json.Nodes;
using Runink.Cli.Output;
using Runink.Protocol;

namespace Runink.Cli.Commands.Cluster.Members;

/// <summary>Prints who belongs to a cluster.</summary>
internal static class MembersPrinter
{
    public static void Print(IReadOnlyList<Member> members, Terminal terminal)
    {
        var table = new TextTable("ID", "NAME", "ROLE", "PEER URLS", "CLIENT URLS");
        foreach (var member in members)
        {
            table.Add(MemberChoice.Hex(member.ID), member.Name, RoleOf(member), string.Join(',', member.PeerURLs),
                member.ClientURLs.Count > 0 ? string.Join(',', member.ClientURLs) : "not started");
        }

        table.Write(terminal.Out, terminal.OutPaint);
    }

    public static void PrintJson(IReadOnlyList<Member> members, Terminal terminal) =>
        terminal.Out.WriteLine(new JsonArray([.. members.Select(ToJson)]).ToJsonString(OutputFormat.Indented));

    public static JsonObject ToJson(Member member) => new()
    {
        ["id"] = MemberChoice.Hex(member.ID),
        ["name"] = member.Name,
        ["role"] = RoleOf(member),
        ["peerUrls"] = new JsonArray([.. member.PeerURLs.Select(url => JsonValue.Create(url))]),
        ["clientUrls"] = new JsonArray([.. member.ClientURLs.Select(url => JsonValue.Create(url))]),
    };

    private static string RoleOf(Member member) => member.IsLearner ? "learner" : "voter";
}
