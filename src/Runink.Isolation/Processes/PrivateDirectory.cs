namespace Runink.Isolation.Processes;

/// <summary>Directories for this user alone.</summary>
internal static class PrivateDirectory
{
    /// <summary>Makes a directory, and those on the way to it, if they are not there.</summary>
    public static void Make(string path)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException("slices need Linux");
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
