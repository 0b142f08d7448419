using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// Makes the data directory of a survivor, whose cluster has lost its majority for good, that of a new cluster of one. What the others
/// acknowledged and this one never had is lost, in every group; groups of which it has nothing are lost whole, and the record names them.
/// The new cluster has another id, so that no member of the old one is ever taken for one of its own, and goes on far behind the terms and
/// revisions of the old one. Holds the lock of the directory until it is disposed of.
/// </summary>
public sealed class DirectoryRecovery : IDisposable
{
    /// <summary>Revisions that are left out: nobody acknowledges so many that nobody else has.</summary>
    public const long RevisionStep = 1_000_000_000;

    private const long TermStep = 1_000_000;

    private readonly string _directory;
    private readonly FileDisk _disk;
    private readonly ClusterFormation _formation;
    private readonly SortedDictionary<GroupId, SurvivingGroup> _groups;
    private readonly KvView _platform;
    private readonly List<ulong> _others;

    private DirectoryRecovery(string directory, FileDisk disk, TimeProvider time)
    {
        (_directory, _disk) = (directory, disk);
        var identity = IdentityFile.Read(disk) ?? throw new UnusableDirectoryException($"{directory} belongs to no member");
        var known = MembersFile.Read(disk)?.Members ?? [];
        _groups = Read(disk);
        var (machine, membership, _, last) = _groups[NodeCore.System];
        _platform = machine.View;
        _others = membership.AllIds.Where(id => id.Value != identity.MemberId).Select(id => id.Value).ToList();
        Check(identity, last);
        var self = MemberList.Describe(identity.MemberId, _platform.Members, known);
        _formation = new(new MemberIdentity(NewId(), identity.MemberId), [self], Joins: false);
        Record = new RecoveryRecord(
            time.GetUtcNow(), $"{Environment.UserName}@{Environment.MachineName}", Hex(identity.ClusterId), Hex(_formation.Identity.ClusterId),
            Name(self), [.. _others.Select(id => Name(MemberList.Describe(id, _platform.Members, known)))],
            last.Index.Value, last.Term.Value, _platform.Revision, _platform.Revision + RevisionStep,
            [.. _platform.Groups.All.Where(group => !_groups.ContainsKey(new(group.Id))).Select(group => group.Name)]);
    }

    /// <summary>Told after each step of <see cref="Run"/>, between which a crash may come.</summary>
    internal Action? Stepped { get; set; }

    /// <summary>What is to be written down of it.</summary>
    public RecoveryRecord Record { get; }

    /// <summary>Reads what the survivor has; changes nothing, but for finishing or undoing an earlier call that was cut short.</summary>
    /// <param name="directory">Its data directory.</param>
    /// <param name="time">When it is.</param>
    /// <exception cref="DirectoryInUseException">A server has it.</exception>
    /// <exception cref="UnusableDirectoryException">
    /// There is no such directory, it is another user's, it holds nothing, or its member is no survivor.
    /// </exception>
    /// <exception cref="LogDamagedException">Something in its log cannot be read.</exception>
    /// <exception cref="InvalidDataException">A snapshot is missing or damaged, or holds what this program does not know, as may an entry.</exception>
    /// <exception cref="IOException">The disk fails.</exception>
    public static DirectoryRecovery Examine(string directory, TimeProvider time)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        if (!Directory.Exists(path)) throw new UnusableDirectoryException($"there is no directory {path}");
        // The new directory is of whoever makes it: the server could not use it.
        if (Libc.OwnerOf(path) is var owner && owner != Libc.EffectiveUser)
            throw new UnusableDirectoryException($"{path} belongs to user {owner}: run this as that user, with sudo -u '#{owner}' runi …");
        var disk = new FileDisk(path);
        try
        {
            RecoveryLeftovers.Settle(path);
            return new DirectoryRecovery(path, disk, time);
        }
        catch
        {
            disk.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Lets the new directory and the old one change places, at once: whatever happens, there is one or the other. Then the old one gets the
    /// name under which it is kept; if that is cut short, whoever uses the directory next does it.
    /// </summary>
    /// <returns>Where the old one is now.</returns>
    /// <exception cref="IOException">
    /// The disk fails, or the file system cannot exchange directories, as where one is mounted. Nothing was changed, unless what failed is
    /// only to make the exchange last, or to give the old one its name.
    /// </exception>
    public string Run()
    {
        var identity = _formation.Identity;
        var known = _platform.Members;
        var removed = known.RemovedTable.Concat(known.Table.Select(member => member.Id)).Concat(_others)
            .Distinct().Where(id => id != identity.MemberId);
        var members = new KvMembers([.. _formation.Members], [.. removed.TakeLast(MemberTable.RemovedMax)]);
        var kept = new KvGroups([.. _platform.Groups.All.Where(group => _groups.ContainsKey(new(group.Id)))], _platform.Groups.LastId);
        var groups = _groups.Select(group => group.Key == NodeCore.System
            ? Fence(group.Key, group.Value, members, kept)
            : Fence(group.Key, group.Value, KvMembers.None, KvGroups.None)).ToList();
        var aside = RecoveryLeftovers.AsideOf(_directory, Record.Cluster);
        try
        {
            NewDirectory.Fill(aside, groups, _formation);
            Stepped?.Invoke();
            Libc.Exchange(aside, _directory);
        }
        catch
        {
            if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
            throw;
        }

        Stepped?.Invoke();
        // What is given its name next must not be the new one on the disk.
        Libc.SyncDirectory(Path.GetDirectoryName(_directory)!);
        var place = RecoveryLeftovers.Keep(_directory, aside, Record.FromCluster);
        Stepped?.Invoke();
        return place;
    }

    /// <summary>Lets a server have the directory.</summary>
    public void Dispose() => _disk.Dispose();

    /// <summary>All groups that the platform's state names and the directory holds anything of, that of the platform among them.</summary>
    private static SortedDictionary<GroupId, SurvivingGroup> Read(FileDisk disk)
    {
        var worker = new SequentialWorker();
        using var storage = NodeStorage.Open(new SealedDisk(disk), new(worker, worker, worker), new(), new OfflineEvents());
        var system = SurvivingGroup.Read(storage, NodeCore.System);
        var groups = new SortedDictionary<GroupId, SurvivingGroup> { [NodeCore.System] = system };
        foreach (var id in system.Machine.View.Groups.All.Select(group => new GroupId(group.Id)))
            if (SurvivingGroup.Read(storage, id) is { Last.Index.Value: > 0 } group) groups.Add(id, group);
        return groups;
    }

    /// <summary>A group as the new cluster begins with it.</summary>
    private BeginningGroup Fence(GroupId id, SurvivingGroup group, KvMembers members, KvGroups groups)
    {
        var record = id == NodeCore.System ? Record : Record with
        {
            LastIndex = group.Last.Index.Value,
            LastTerm = group.Last.Term.Value,
            LastRevision = group.Machine.View.Revision,
            Revision = group.Machine.View.Revision + RevisionStep,
        };
        var state = FencedState.Of(group.Machine.View, record.Revision, members, groups, record.ToCommand());
        return new(id, new StatePhotograph(state), new LogPosition(state.AppliedIndex, new Term(group.Term.Value + TermStep)));
    }

    private void Check(MemberIdentity identity, LogPosition last)
    {
        if (last.Index == LogIndex.Zero) throw new UnusableDirectoryException($"{_directory} holds nothing that a cluster could go on with");
        if (_platform.Members.WasRemoved(identity.MemberId))
            throw new UnusableDirectoryException($"member {Hex(identity.MemberId)} was removed from its cluster: it does not know what came afterwards");
        if (_others.Count == 0) throw new UnusableDirectoryException($"{_directory} belongs to a cluster of one: it can simply be started");
    }

    private static ulong NewId() => BinaryPrimitives.ReadUInt64BigEndian(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;

    private static string Name(KvMember member) => member.Name.Length > 0 ? $"{member.Name} ({Hex(member.Id)})" : Hex(member.Id);

    private static string Hex(ulong id) => id.ToString("x", CultureInfo.InvariantCulture);
}
