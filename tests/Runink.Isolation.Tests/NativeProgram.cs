using System.Diagnostics;

namespace Runink.Isolation.Tests;

/// <summary>A program in C of this project, compiled where it is used and shared by the tests of a class.</summary>
public abstract class NativeProgram : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("runi-native-").FullName;

    protected NativeProgram(string source)
    {
        Path = System.IO.Path.Combine(_folder, System.IO.Path.GetFileNameWithoutExtension(source));
        if (Needs.Find("gcc") is null) return;
        using var gcc = Process.Start("gcc", ["-O1", "-Wall", "-Wno-unused-parameter", "-o", Path, System.IO.Path.Combine(AppContext.BaseDirectory, source)]);
        gcc.WaitForExit();
        if (gcc.ExitCode != 0) throw new InvalidOperationException($"gcc cannot compile {source}");
        // Also the sandbox's user has to reach it.
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
    }

    /// <summary>Where it lies; nothing lies there when there is no compiler.</summary>
    public string Path { get; }

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
