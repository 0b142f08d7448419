using System.Diagnostics;

namespace Runink.Store.Tests;

/// <summary>A small file system of its own for one test; the test is skipped where mounting is not permitted.</summary>
public sealed class TemporaryFileSystem : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public TemporaryFileSystem(int kilobytes)
    {
        var error = Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", _directory.Path);
        if (error is null) return;
        _directory.Dispose();
        Assert.Skip($"needs the right to mount a small tmpfs: {error}");
    }

    public string Path => _directory.Path;

    public void MakeReadOnly() => Assert.Null(Run("mount", "-o", "remount,ro", Path));

    public void Dispose()
    {
        Run("umount", "--lazy", Path);
        _directory.Dispose();
    }

    private static string? Run(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : error.Trim();
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return missing.Message;
        }
    }
}
