using System.Diagnostics;

namespace Runink.Cli.Tests.EndToEnd.Disks;

/// <summary>A filesystem that a test mounts for itself. Needs the right to mount; without it the test is skipped and says why.</summary>
internal sealed class Mount : IDisposable
{
    private readonly string _directory;

    private Mount(string directory) => _directory = directory;

    /// <summary>A disk of that size in memory, at a directory that is made if it does not exist.</summary>
    public static Mount SmallDisk(string directory, int kibibytes)
    {
        Directory.CreateDirectory(directory);
        OrSkip(Execute("mount", "-t", "tmpfs", "-o", $"size={kibibytes}k", "tmpfs", directory));
        return new(directory);
    }

    /// <summary>The same directory, read-only from now on, whoever asks.</summary>
    public static Mount ReadOnly(string directory)
    {
        OrSkip(Execute("mount", "--bind", directory, directory));
        var mount = new Mount(directory);
        OrSkip(Execute("mount", "-o", "remount,ro,bind", directory));
        return mount;
    }

    /// <summary>Gives the disk more room.</summary>
    public void Grow(int kibibytes) => Assert.Null(Execute("mount", "-o", $"remount,size={kibibytes}k", _directory));

    public void Dispose() => Assert.Null(Execute("umount", _directory));

    private static void OrSkip(string? error) => Assert.SkipWhen(error is not null, $"this needs the right to mount: {error}");

    /// <summary>What the program had to say when it failed, else null.</summary>
    private static string? Execute(string program, params string[] args)
    {
        var start = new ProcessStartInfo(program, args) { UseShellExecute = false, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : error.Trim();
    }
}
