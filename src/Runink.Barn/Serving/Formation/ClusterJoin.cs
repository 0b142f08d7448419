using Microsoft.Extensions.Logging;
using Runink.Protocol.PeerV1;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>
/// Finds out from the members of a cluster who a node is that was added to it: its id is the one that the cluster gave to its peer URLs.
/// </summary>
/// <param name="options">The node's configuration; its initial cluster says whom to ask.</param>
/// <param name="tls">How this node shows who it is.</param>
/// <param name="log">Told of members that do not answer.</param>
internal sealed class ClusterJoin(BarnServerOptions options, ReloadingTls? tls, ILogger log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(3);

    /// <summary>Asks, and asks again, until somebody answers.</summary>
    /// <exception cref="UnusableDirectoryException">The cluster has no such member.</exception>
    /// <exception cref="CannotJoinException">Nobody answered.</exception>
    public async Task<ClusterFormation> FindAsync(CancellationToken stop)
    {
        var own = ClusterFormation.Sorted(options.AdvertisePeerUrls);
        var urls = options.InitialCluster.SelectMany(member => member.PeerUrls).Except(own).Select(url => new Uri(url)).ToList();
        if (urls.Count == 0) throw new CannotJoinException("no other member is named in the initial cluster: whom should be asked?");
        // Who it is itself, it does not know yet, and nobody asks.
        var peers = ServerPeers.Peers(options, new MemberIdentity(0, 0), tls);
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return Form(await PeerInquiry.AskAsync(urls, peers, AnswerWithin, stop).ConfigureAwait(false), own);
            }
            catch (RpcException failure) when (TimeProvider.System.GetElapsedTime(started) < Patience)
            {
                BarnLog.CannotAskMember(log, string.Join(", ", urls), failure.Message);
            }
            catch (RpcException failure)
            {
                throw new CannotJoinException($"none of {string.Join(", ", urls)} answered within {Patience.TotalSeconds:0} s: {failure.Message}");
            }

            await Task.Delay(Pause, stop).ConfigureAwait(false);
        }
    }

    private ClusterFormation Form(DescribeResponse answer, string[] own)
    {
        var members = answer.Members.Select(member =>
            new KvMember(member.Id, member.Name, ClusterFormation.Sorted(member.PeerUrls), [.. member.ClientUrls])).ToList();
        var self = members.Find(member => member.PeerUrls.Intersect(own).Any()) ?? throw new UnusableDirectoryException(
            $"the cluster {answer.ClusterId:x} has no member with the peer URLs {string.Join(", ", own)}: add it there first, with 'runi cluster add {options.Name} {own[0]}'");
        return new ClusterFormation(new MemberIdentity(answer.ClusterId, self.Id), members, Joins: true).As(options);
    }
}
