namespace Runink.Barn;

public static partial class KvErrors
{
    /// <summary>There is such a member already.</summary>
    public static KvError MemberExists { get; } = new(KvStatusCode.FailedPrecondition, "etcdserver: member ID already exist");

    /// <summary>Another member has this URL.</summary>
    public static KvError PeerUrlExists { get; } = new(KvStatusCode.FailedPrecondition, "etcdserver: Peer URLs already exists");

    /// <summary>Too few members run. Etcd's server sends it without a code, whatever its clients expect.</summary>
    public static KvError MemberNotEnoughStarted { get; } = new(
        KvStatusCode.Unknown, "etcdserver: re-configuration failed due to not enough started members");

    /// <summary>A URL of a member is wrong.</summary>
    public static KvError MemberBadUrls { get; } = new(KvStatusCode.InvalidArgument, "etcdserver: given member URLs are invalid");

    /// <summary>There is no such member.</summary>
    public static KvError MemberNotFound { get; } = new(KvStatusCode.NotFound, "etcdserver: member not found");

    /// <summary>The member votes already.</summary>
    public static KvError MemberNotLearner { get; } = new(
        KvStatusCode.FailedPrecondition, "etcdserver: can only promote a learner member");

    /// <summary>The learner is behind.</summary>
    public static KvError LearnerNotReady { get; } = new(
        KvStatusCode.FailedPrecondition, "etcdserver: can only promote a learner member which is in sync with leader");

    /// <summary>There are learners enough.</summary>
    public static KvError TooManyLearners { get; } = new(
        KvStatusCode.FailedPrecondition, "etcdserver: too many learner members in cluster");

    /// <summary>A node of another cluster.</summary>
    public static KvError ClusterIdMismatch { get; } = new(KvStatusCode.FailedPrecondition, "etcdserver: cluster ID mismatch");

    /// <summary>The request exceeds the limit.</summary>
    public static KvError RequestTooLarge { get; } = new(KvStatusCode.InvalidArgument, "etcdserver: request is too large");

    /// <summary>More is waiting than is allowed.</summary>
    public static KvError TooManyRequests { get; } = new(KvStatusCode.ResourceExhausted, "etcdserver: too many requests");

    /// <summary>No leader is known.</summary>
    public static KvError NoLeader { get; } = new(KvStatusCode.Unavailable, "etcdserver: no leader");

    /// <summary>This node does not lead.</summary>
    public static KvError NotLeader { get; } = new(KvStatusCode.FailedPrecondition, "etcdserver: not leader");

    /// <summary>The leader changed meanwhile.</summary>
    public static KvError LeaderChanged { get; } = new(KvStatusCode.Unavailable, "etcdserver: leader changed");

    /// <summary>The node is stopping.</summary>
    public static KvError Stopped { get; } = new(KvStatusCode.Unavailable, "etcdserver: server stopped");

    /// <summary>No answer in time.</summary>
    public static KvError Timeout { get; } = new(KvStatusCode.Unavailable, "etcdserver: request timed out");

    /// <summary>No answer in time after the leader failed.</summary>
    public static KvError TimeoutDueToLeaderFail { get; } = new(
        KvStatusCode.Unavailable, "etcdserver: request timed out, possibly due to previous leader failure");

    /// <summary>No answer in time after a connection was lost.</summary>
    public static KvError TimeoutDueToConnectionLost { get; } = new(
        KvStatusCode.Unavailable, "etcdserver: request timed out, possibly due to connection lost");

    /// <summary>The node did not catch up in time.</summary>
    public static KvError TimeoutWaitAppliedIndex { get; } = new(
        KvStatusCode.Unavailable, "etcdserver: request timed out, waiting for the applied index took too long");

    /// <summary>The cluster cannot make progress.</summary>
    public static KvError Unhealthy { get; } = new(KvStatusCode.Unavailable, "etcdserver: unhealthy cluster");

    /// <summary>Replicas differ.</summary>
    public static KvError Corrupt { get; } = new(KvStatusCode.DataLoss, "etcdserver: corrupt cluster");

    /// <summary>A learner does not serve this.</summary>
    public static KvError NotSupportedForLearner { get; } = new(
        KvStatusCode.Unavailable, "etcdserver: rpc not supported for learner");

    /// <summary>The leadership cannot go there.</summary>
    public static KvError BadLeaderTransferee { get; } = new(
        KvStatusCode.FailedPrecondition, "etcdserver: bad leader transferee");
}
