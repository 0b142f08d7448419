namespace Runink.Isolation.Cgroups;

/// <summary>A hierarchy of control groups that is mounted on this machine.</summary>
/// <param name="Directory">Where it is mounted.</param>
/// <param name="Root">Which group of the hierarchy the mount shows as its root.</param>
/// <param name="Version">1 or 2.</param>
/// <param name="Controllers">What stands in its mount options; empty for version 2, which lists them in a file.</param>
internal sealed record CgroupMount(string Directory, string Root, int Version, IReadOnlyList<string> Controllers);
