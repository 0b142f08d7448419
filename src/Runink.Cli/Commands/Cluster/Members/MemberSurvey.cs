using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Commands.Server.Configuration;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Cli.Commands.Cluster.Members;

/// <summary>Asks every endpoint that was given how it stands, and then every member that the cluster knows besides.</summary>
internal static class MemberSurvey
{
    public static async Task<IReadOnlyList<MemberReport>> TakeAsync(
        ClusterConnection connection, IReadOnlyList<Uri> endpoints, CancellationToken cancellation)
    {
        var reports = new List<MemberReport>();
        foreach (var endpoint in endpoints) reports.Add(await AskAsync(connection, null, endpoint, cancellation));
        if (reports.Find(report => report.Status is not null)?.Endpoint is not { } known) return reports;
        var members = await MembersAsync(connection, known, cancellation);
        for (var i = 0; i < reports.Count; i++)
            reports[i] = reports[i] with { Member = members.FirstOrDefault(member => Is(member, reports[i])) };
        foreach (var member in members.Where(member => !reports.Exists(report => report.Member?.ID == member.ID)))
        {
            reports.Add(member.ClientURLs.Select(UrlSettings.Parse).FirstOrDefault(url => url is not null) is { } url
                ? await AskAsync(connection, member, url, cancellation)
                : new MemberReport(member, null, null, "has not started yet"));
        }

        return reports;
    }

    private static bool Is(Member member, MemberReport report) => report.Status is { } status
        ? member.ID == status.Header.MemberId
        : member.ClientURLs.Select(UrlSettings.Parse).Contains(report.Endpoint);

    // Who is not allowed to ask for the members still sees the endpoints.
    private static async Task<IReadOnlyList<Member>> MembersAsync(ClusterConnection connection, Uri endpoint, CancellationToken cancellation)
    {
        try
        {
            return (await connection.CallAtAsync(endpoint, EtcdCalls.MemberList, new MemberListRequest(), cancellation)).Members;
        }
        catch (RpcException)
        {
            return [];
        }
    }

    private static async Task<MemberReport> AskAsync(ClusterConnection connection, Member? member, Uri endpoint, CancellationToken cancellation)
    {
        try
        {
            return new(member, endpoint, await connection.CallAtAsync(endpoint, EtcdCalls.Status, new StatusRequest(), cancellation), null);
        }
        catch (RpcException e)
        {
            return new(member, endpoint, null, e.Message);
        }
    }
}
