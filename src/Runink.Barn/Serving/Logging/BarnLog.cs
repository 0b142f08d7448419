using Microsoft.Extensions.Logging;

namespace Runink.Barn;

/// <summary>
/// What a server logs. Every event has a number that never changes its meaning, so that alerts can name it;
/// <c>docs/reference/events.md</c> is made from these. 1xx: life of the process, 2xx: certificates, 3xx: node and disk, 4xx: calls.
/// </summary>
internal static partial class BarnLog
{
    public const string Category = "barn";

    [LoggerMessage(100, LogLevel.Information, "data directory {Directory} taken (new: {IsNew})")]
    public static partial void DirectoryTaken(ILogger log, string directory, bool isNew);

    [LoggerMessage(101, LogLevel.Information, "member {Name} has id {MemberId} in cluster {ClusterId}")]
    public static partial void Identity(ILogger log, string name, string memberId, string clusterId);

    [LoggerMessage(102, LogLevel.Information, "ready to serve client requests on {Address}")]
    public static partial void Ready(ILogger log, string address);

    [LoggerMessage(103, LogLevel.Warning, "ready to serve client requests on {Address}, in plaintext: only for this machine")]
    public static partial void ReadyInsecure(ILogger log, string address);

    [LoggerMessage(104, LogLevel.Information, "stopping: no more requests are taken, those under way may finish")]
    public static partial void Stopping(ILogger log);

    [LoggerMessage(105, LogLevel.Information, "stopped")]
    public static partial void Stopped(ILogger log);

    [LoggerMessage(106, LogLevel.Warning, "this cluster was recovered by force, and may lack what was acknowledged: {Recovery}")]
    public static partial void Recovered(ILogger log, string recovery);

    [LoggerMessage(300, LogLevel.Error, "out of service: {Reason}")]
    public static partial void OutOfService(ILogger log, string reason);

    [LoggerMessage(301, LogLevel.Information, "member {Leader} leads in term {Term}")]
    public static partial void LeaderElected(ILogger log, string leader, long term);

    [LoggerMessage(302, LogLevel.Warning, "member {Leader} leads no more, and nobody else is known to in term {Term}: requests wait")]
    public static partial void LeaderLost(ILogger log, string leader, long term);

    [LoggerMessage(303, LogLevel.Information, "this member is {Role} in term {Term}")]
    public static partial void RoleChanged(ILogger log, string role, long term);

    [LoggerMessage(310, LogLevel.Information, "a snapshot was taken of everything through entry {Index}")]
    public static partial void SnapshotTaken(ILogger log, long index);

    [LoggerMessage(311, LogLevel.Warning, "a snapshot could not be written, read or taken over, and will be tried again: {Reason}")]
    public static partial void SnapshotFailed(ILogger log, string reason);

    [LoggerMessage(312, LogLevel.Information, "history before revision {Revision} is compacted")]
    public static partial void Compacted(ILogger log, long revision);

    [LoggerMessage(320, LogLevel.Error, "alarm {Alarm} of member {Member} is raised")]
    public static partial void AlarmRaised(ILogger log, string alarm, string member);

    [LoggerMessage(321, LogLevel.Information, "alarm {Alarm} of member {Member} is cleared")]
    public static partial void AlarmCleared(ILogger log, string alarm, string member);

    [LoggerMessage(330, LogLevel.Warning, "the disk is slow: a write to the log has waited for {Seconds} s")]
    public static partial void DiskSlow(ILogger log, double seconds);

    [LoggerMessage(331, LogLevel.Information, "the disk keeps up with the log again")]
    public static partial void DiskKeepsUp(ILogger log);

    [LoggerMessage(332, LogLevel.Error, "the disk is full, clients' writes are refused: {Reason}")]
    public static partial void DiskFull(ILogger log, string reason);

    [LoggerMessage(333, LogLevel.Information, "the disk has room for the log again")]
    public static partial void DiskHasRoom(ILogger log);

    [LoggerMessage(334, LogLevel.Error, "entries {First} to {Last} of the log cannot be read, at byte {Offset} of {File}; they are asked of other members: {Problem}")]
    public static partial void EntriesLost(ILogger log, long first, long last, long offset, string file, string problem);

    [LoggerMessage(335, LogLevel.Information, "all entries that the disk had lost were given back by other members, and are written anew")]
    public static partial void EntriesRestored(ILogger log);

    [LoggerMessage(340, LogLevel.Warning, "nobody at {Urls} could be asked which member this one is: {Reason}")]
    public static partial void CannotAskMember(ILogger log, string urls, string reason);

    [LoggerMessage(341, LogLevel.Information, "this member is one of {Count}: {Members}")]
    public static partial void MembersKnown(ILogger log, int count, string members);

    [LoggerMessage(342, LogLevel.Error, "whom this member knows could not be written down: {Reason}")]
    public static partial void MembersNotRemembered(ILogger log, string reason);

    [LoggerMessage(343, LogLevel.Information, "leadership was handed over to {Leader} before stopping")]
    public static partial void HandedOver(ILogger log, string leader);

    [LoggerMessage(344, LogLevel.Warning, "leadership could not be handed over before stopping: {Reason}")]
    public static partial void NotHandedOver(ILogger log, string reason);

    [LoggerMessage(345, LogLevel.Error, "member {Member} holds another state than a majority and refuses requests from now on: {States}")]
    public static partial void MemberDiffers(ILogger log, string member, string states);

    [LoggerMessage(346, LogLevel.Error, "members hold different states, and no majority says who is right: changes are refused: {States}")]
    public static partial void MembersDiffer(ILogger log, string states);

    [LoggerMessage(347, LogLevel.Warning, "the members could not be compared, and will be another time: {Reason}")]
    public static partial void NotCompared(ILogger log, string reason);

    [LoggerMessage(348, LogLevel.Information, "what this member holds does not differ from what the others hold; {Count} answered")]
    public static partial void InitiallyCompared(ILogger log, int count);

    [LoggerMessage(349, LogLevel.Error, "this member differs from the others and leads, and leadership could not be handed over: {Reason}")]
    public static partial void CannotResign(ILogger log, string reason);

    [LoggerMessage(350, LogLevel.Warning, "no other member is known as {Name}, so this one follows the leader; known are: {Members}")]
    public static partial void NobodyToFollow(ILogger log, string name, string members);

    [LoggerMessage(351, LogLevel.Information, "the log comes from member {Member}, which does not lead")]
    public static partial void FedByMember(ILogger log, string member);

    [LoggerMessage(352, LogLevel.Information, "the log comes from the leader again, and no longer from member {Member}")]
    public static partial void FedByLeader(ILogger log, string member);

    [LoggerMessage(400, LogLevel.Error, "the call {Method} failed for a reason of the server's own")]
    public static partial void CallFailed(ILogger log, Exception failure, string method);

    [LoggerMessage(200, LogLevel.Information, "certificate {File} is in use, valid until {Expires:u}")]
    public static partial void CertificateLoaded(ILogger log, string file, DateTime expires);

    [LoggerMessage(201, LogLevel.Error, "certificate {File} cannot be used, the one before stays: {Reason}")]
    public static partial void CertificateUnusable(ILogger log, string file, string reason);

    [LoggerMessage(203, LogLevel.Warning, "certificate {File} ends at {Expires:u}: replace it, no restart is needed")]
    public static partial void CertificateExpiresSoon(ILogger log, string file, DateTime expires);

    [LoggerMessage(202, LogLevel.Error, "certificate {File} has expired at {Expires:u}: clients will refuse it")]
    public static partial void CertificateExpired(ILogger log, string file, DateTime expires);
}
