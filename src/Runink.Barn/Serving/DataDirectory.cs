namespace Runink.Barn;

/// <summary>A data directory of a server: locked, known to be a Barn's, with the identity that it keeps for ever.</summary>
internal sealed class DataDirectory : IDisposable
{
    private DataDirectory(FileDisk disk, ClusterFormation? known) => (Disk, Known, IsNew) = (disk, known, known is null);

    public FileDisk Disk { get; }

    /// <summary>Whose directory it is, and whom that member knew last; null until it is <see cref="Settle">settled</see>.</summary>
    public ClusterFormation? Known { get; private set; }

    /// <summary>Whether it was empty before.</summary>
    public bool IsNew { get; }

    /// <summary>Takes a directory.</summary>
    /// <exception cref="DirectoryInUseException">Another process holds it.</exception>
    /// <exception cref="UnusableDirectoryException">It belongs to etcd, or has lost its identity.</exception>
    /// <exception cref="InvalidDataException">What it says about the cluster is damaged.</exception>
    /// <exception cref="IOException">The disk fails.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be used.</exception>
    public static DataDirectory Take(string path)
    {
        if (Directory.Exists(Path.Combine(path, "member")))
        {
            throw new UnusableDirectoryException(
                $"{path} is the data directory of an etcd: start the Barn on another one and use 'runi cluster import'");
        }

        var disk = new FileDisk(path);
        try
        {
            RecoveryLeftovers.Settle(path);
            if (IdentityFile.Read(disk) is { } identity)
            {
                var (members, joins) = MembersFile.Read(disk) ?? ([], false);
                return new(disk, new(identity, members, joins));
            }

            if (disk.List("wal").Count > 0)
                throw new UnusableDirectoryException($"{path} holds a log, but the file '{IdentityFile.Name}' that says whose is missing");
            return new(disk, null);
        }
        catch
        {
            disk.Dispose();
            throw;
        }
    }

    /// <summary>Makes the directory this member's, durably.</summary>
    public void Settle(ClusterFormation formation)
    {
        Remember(formation.Members, formation.Joins);
        IdentityFile.Write(Disk, formation.Identity);
        Known = formation;
    }

    /// <summary>Remembers whom the member knows now.</summary>
    public void Remember(IReadOnlyList<KvMember> members, bool joins) => MembersFile.Write(Disk, members, joins);

    public void Dispose() => Disk.Dispose();
}
