namespace Runink.Cluster;

/// <summary>A program that serves etcd's API with etcd's flags.</summary>
/// <param name="Name">What to call it.</param>
/// <param name="Path">Where it is.</param>
/// <param name="First">What comes before the flags.</param>
/// <param name="CallsLibrary">Whether it calls the kernel by the system's library, in front of which faults can be put.</param>
internal sealed record Kind(string Name, string Path, string[] First, bool CallsLibrary)
{
    /// <summary>This repository's server, built beside this program.</summary>
    public static readonly Kind Runi = new("runi", System.IO.Path.Combine(AppContext.BaseDirectory, "runi"), ["server"], CallsLibrary: true);

    /// <summary>Debian's etcd.</summary>
    public static readonly Kind Etcd = new("etcd", "/usr/bin/etcd", [], CallsLibrary: false);
}
