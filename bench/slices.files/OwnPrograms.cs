using System.Globalization;
using Runink.Runs.Coordination;

namespace Runink.Bench.Slices;

/// <summary>A step of one's own that does nothing, between two pipes, started as <c>runi run</c> starts them.</summary>
internal sealed class OwnPrograms : IDisposable
{
    private readonly IProgramLauncher _launcher;
    private readonly ProgramStart _program;
    private readonly string _log;
    private readonly List<FileStream> _ends = [];
    private int _count;

    public OwnPrograms(IProgramLauncher launcher, string directory)
    {
        _launcher = launcher;
        _log = Path.Combine(directory, "program.log");
        var executable = Path.Combine(directory, "program");
        File.WriteAllText(executable, "#!/bin/sh\nexit 0\n");
        File.SetUnixFileMode(executable, (UnixFileMode)0x16D); // r-xr-xr-x
        _program = new()
        {
            Run = "bench",
            Slice = "program",
            Executable = executable,
            Input = Pipe(directory, "program-input"),
            Output = Pipe(directory, "program-output"),
            WorkDirectory = directory,
            EgressSocket = Path.Combine(directory, "egress"),
            MemoryBytes = 64 << 20,
            Cpus = 1,
        };
    }

    public void Dispose() => _ends.ForEach(end => end.Dispose());

    public async Task<double?> RunAsync()
    {
        var number = Interlocked.Increment(ref _count);
        var program = _program with { Slice = string.Create(CultureInfo.InvariantCulture, $"program-{number}") };
        await using var process = await _launcher.StartAsync(program, _log);
        var exit = await process.Exit;
        return exit.Code == 0 ? null : throw new InvalidOperationException($"a program ended with {exit.Code}: {await File.ReadAllTextAsync(_log)}");
    }

    // Open for both directions, so that no program waits for the other end.
    private string Pipe(string directory, string name)
    {
        var path = NamedPipe.Make(Path.Combine(directory, name));
        _ends.Add(new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0));
        return path;
    }
}
