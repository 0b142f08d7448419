namespace Runink.Barn;

/// <summary>A data directory of a server: locked, known to be a Barn's, with the identity that it keeps for ever.</summary>
internal sealed class DataDirectory : IDisposable
{
    private DataDirectory(FileDisk disk, MemberIdentity identity, bool isNew) => (Disk, Identity, IsNew) = (disk, identity, isNew);

    public FileDisk Disk { get; }

    public MemberIdentity Identity { get; }

    /// <summary>Whether it was empty before.</summary>
    public bool IsNew { get; }

    /// <summary>Takes a directory; an empty one gets the identity that the options give.</summary>
    /// <exception cref="DirectoryInUseException">Another process holds it.</exception>
    /// <exception cref="UnusableDirectoryException">It belongs to etcd, or has lost its identity, or may not begin a cluster.</exception>
    /// <exception cref="IOException">The disk fails.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be used.</exception>
    public static DataDirectory Take(BarnServerOptions options)
    {
        var path = options.DataDirectory;
        if (Directory.Exists(Path.Combine(path, "member")))
        {
            throw new UnusableDirectoryException(
                $"{path} is the data directory of an etcd: start the Barn on another one and use 'runi cluster import'");
        }

        var disk = new FileDisk(path);
        try
        {
            if (IdentityFile.Read(disk) is { } identity) return new(disk, identity, isNew: false);
            if (disk.List("wal").Count > 0)
                throw new UnusableDirectoryException($"{path} holds a log, but the file '{IdentityFile.Name}' that says whose is missing");
            if (!options.MayBeginCluster)
                throw new UnusableDirectoryException($"{path} is empty, and with --initial-cluster-state existing no new cluster is begun");
            identity = MemberIdentity.Derive(options.AdvertisePeerUrls, options.ClusterToken);
            IdentityFile.Write(disk, identity);
            return new(disk, identity, isNew: true);
        }
        catch
        {
            disk.Dispose();
            throw;
        }
    }

    public void Dispose() => Disk.Dispose();
}
