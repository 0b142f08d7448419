namespace Runink.Barn.Client;

/// <summary>Messages by which servers of the etcd API tell their errors apart: codes alone do not.</summary>
internal static class EtcdErrors
{
    public const string Compacted = "etcdserver: mvcc: required revision has been compacted";
    public const string FutureRevision = "etcdserver: mvcc: required revision is a future revision";
    public const string NoSpace = "etcdserver: mvcc: database space exceeded";
    public const string LeaseNotFound = "etcdserver: requested lease not found";
    public const string TooManyOperations = "etcdserver: too many operations in txn request";
    public const string RequestTooLarge = "etcdserver: request is too large";
    public const string TooManyRequests = "etcdserver: too many requests";
    public const string NoLeader = "etcdserver: no leader";
    public const string NotCapable = "etcdserver: not capable";
    public const string NotForLearners = "etcdserver: rpc not supported for learner";
    public const string Corrupt = "etcdserver: corrupt cluster";
    public const string ProposalDropped = "raft proposal dropped";
    public const string PermissionDenied = "etcdserver: permission denied";
    public const string NoUser = "etcdserver: user name is empty";
    public const string WrongPassword = "etcdserver: authentication failed, invalid user ID or password";
    public const string NoAuthentication = "etcdserver: authentication is not enabled";
    public const string InvalidToken = "etcdserver: invalid auth token";
    public const string OldToken = "etcdserver: revision of auth store is old";

    /// <summary>What gRPC says of a message beyond the receiver's limit.</summary>
    public const string MessageTooLarge = "grpc: received message larger than max";
}
