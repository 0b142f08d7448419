using System.Diagnostics;
using Runink.Protocol.BarnV1;
using Runink.Rpc;

namespace Runink.Bench.Groups;

/// <summary>Creates groups, a few at a time.</summary>
internal static class GroupMaker
{
    private const int AtOnce = 8;

    private static readonly RpcSignature<ListGroupsRequest, ListGroupsResponse> s_list =
        RpcSignature.Protobuf<ListGroupsRequest, ListGroupsResponse>("runink.barn.v1.Groups", "List");

    private static readonly RpcSignature<AddGroupRequest, AddGroupResponse> s_add =
        RpcSignature.Protobuf<AddGroupRequest, AddGroupResponse>("runink.barn.v1.Groups", "Add");

    public static string NameOf(int number) => $"g{number}";

    public static async Task<object> CreateAsync(IReadOnlyList<RpcChannel> channels, int count)
    {
        var started = Stopwatch.GetTimestamp();
        foreach (var channel in channels) await channel.CallAsync(s_list, new(), new() { Timeout = TimeSpan.FromSeconds(5) });
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, cancelled) =>
            await channels[number % channels.Count].CallAsync(s_add, new AddGroupRequest { Name = NameOf(number) }, new() { Timeout = TimeSpan.FromSeconds(20) }, cancelled));
        return new { count, seconds = Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 1) };
    }
}
