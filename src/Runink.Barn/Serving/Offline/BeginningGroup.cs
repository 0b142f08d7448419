using Runink.Raft;

namespace Runink.Barn;

/// <summary>A group as a new data directory begins with it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">Its state; without meaning when the log begins empty.</param>
/// <param name="Position">Where the log begins that is to follow it.</param>
internal sealed record BeginningGroup(GroupId Id, ISnapshotContent Content, LogPosition Position);
