namespace Runink.Barn;

/// <summary>What a data directory was found to hold.</summary>
/// <param name="Identity">Whose it is, or null when that cannot be read.</param>
/// <param name="Snapshots">How many snapshots were read to their ends.</param>
/// <param name="Entries">How many entries of the log were read and understood.</param>
/// <param name="LastIndex">The last of those of the platform's group; 0 when there are none.</param>
/// <param name="SnapshotRevision">The revision of the platform's state that a start begins from; 0 without a snapshot.</param>
/// <param name="Problems">Everything that is damaged, with the name of the file.</param>
public sealed record DirectoryReport(
    MemberIdentity? Identity, int Snapshots, int Entries, long LastIndex, long SnapshotRevision, IReadOnlyList<string> Problems);
