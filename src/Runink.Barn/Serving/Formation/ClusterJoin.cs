using Microsoft.Extensions.Logging;
using Runink.Protocol.PeerV1;

namespace Runink.Barn;

/// <summary>
/// Finds out from the members of a cluster who a node with an empty directory is: its id is the one that the cluster gave to its peer URLs,
/// unless that member has run before. It promised things that nobody remembers now.
/// </summary>
/// <param name="options">The node's configuration; its initial cluster says whom to ask.</param>
/// <param name="tls">How this node shows who it is.</param>
/// <param name="log">Told of members that do not answer.</param>
internal sealed class ClusterJoin(BarnServerOptions options, ReloadingTls? tls, ILogger log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(3);

    private readonly string[] _own = ClusterFormation.Sorted(options.AdvertisePeerUrls);

    // Who it is itself, it does not know yet, and nobody asks.
    private readonly PeerOptions _peers = ServerPeers.Peers(options, new MemberIdentity(0, 0), tls);

    /// <summary>For one that was added: asks, and asks again, until somebody answers.</summary>
    /// <exception cref="UnusableDirectoryException">The cluster has no such member, or one that has run before.</exception>
    /// <exception cref="CannotJoinException">Nobody answered.</exception>
    public async Task<ClusterFormation> FindAsync(CancellationToken stop)
    {
        var others = Others();
        if (others.Count == 0) throw new CannotJoinException("no other member is named in the initial cluster: whom should be asked?");
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var (answers, failures) = await PeerInquiry.AskAsync(others, _peers, AnswerWithin, stop).ConfigureAwait(false);
            if (answers.Count > 0) return Form(answers);
            if (TimeProvider.System.GetElapsedTime(started) >= Patience)
                throw new CannotJoinException($"none of {string.Join(", ", others)} answered within {Patience.TotalSeconds:0} s: {failures[^1].Message}");
            BarnLog.CannotAskMember(log, string.Join(", ", others), failures[^1].Message);
            await Task.Delay(Pause, stop).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// For one that may begin the cluster with others: who it is by what they say. Null while none of them answers.
    /// </summary>
    /// <exception cref="UnusableDirectoryException">Their cluster has no such member, or one that has run before.</exception>
    public async Task<ClusterFormation?> FindBegunAsync(CancellationToken stop)
    {
        var (answers, _) = await PeerInquiry.AskAsync(Others(), _peers, AnswerWithin, stop).ConfigureAwait(false);
        if (answers.Count == 0) return null;
        var found = Form(answers);
        var founder = ClusterFormation.Found(options);
        // That the others were quicker does not make it another member.
        return found.Identity == founder.Identity ? founder : found;
    }

    private List<Uri> Others() => [.. options.InitialCluster.SelectMany(member => member.PeerUrls).Except(_own).Select(url => new Uri(url))];

    private ClusterFormation Form(IReadOnlyList<DescribeResponse> answers)
    {
        var answer = answers.FirstOrDefault(one => Self(one) is { ClientUrls.Count: > 0 }) ?? answers.FirstOrDefault(one => Self(one) is not null) ?? answers[0];
        var self = Self(answer) ?? throw new UnusableDirectoryException(
            $"the cluster {answer.ClusterId:x} has no member with the peer URLs {string.Join(", ", _own)}: add it there first, with 'runi cluster add {options.Name} {_own[0]}'");
        // It has told the cluster where clients reach it: it has run, and may have voted and acknowledged what only its disk knew.
        if (self.ClientUrls.Count > 0)
        {
            throw new UnusableDirectoryException(
                $"{options.DataDirectory} is empty, but member {self.Id:x} of the cluster {answer.ClusterId:x}, whose peer URLs are {string.Join(", ", _own)}, has run before: "
                + $"start it on its own data; if that is lost, first run 'runi cluster remove {self.Id:x} --yes' and 'runi cluster add {options.Name} {_own[0]}'");
        }

        var members = answer.Members.Select(member =>
            new KvMember(member.Id, member.Name, ClusterFormation.Sorted(member.PeerUrls), [.. member.ClientUrls])).ToList();
        // A cluster's id is made of its founders' ids. As long as they are its members the log need not name them, and a founder begins with all.
        var hasItsFounders = MemberIdentity.ClusterIdOf(members.Select(member => member.Id)) == answer.ClusterId;
        return new ClusterFormation(new MemberIdentity(answer.ClusterId, self.Id), members, Joins: !hasItsFounders).As(options);
    }

    private DescribeResponse.Types.Member? Self(DescribeResponse answer) => answer.Members.FirstOrDefault(member => member.PeerUrls.Intersect(_own).Any());
}
