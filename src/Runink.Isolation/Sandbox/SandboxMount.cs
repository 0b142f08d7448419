namespace Runink.Isolation.Sandbox;

/// <summary>A file or directory of the machine that a sandbox sees.</summary>
/// <param name="HostPath">Absolute path on the machine; links in it are followed when the sandbox is made.</param>
/// <param name="Path">Absolute path in the sandbox.</param>
public sealed record SandboxMount(string HostPath, string Path)
{
    /// <summary>A file that has the same path inside.</summary>
    public SandboxMount(string path)
        : this(path, path)
    {
    }
}
