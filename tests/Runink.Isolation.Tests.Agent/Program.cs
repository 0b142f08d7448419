using System.Globalization;
using Runink.Isolation;
using Runink.Isolation.Sandbox;
using Runink.Isolation.Tests.Agent;

// An agent as a process of its own.
//   without-end STATE UID-DIRECTORY FIRST-UID HERD STAGING   starts slices until it is killed: some end, some would stay
//   soak STATE UID-DIRECTORY FIRST-UID HERD STAGING SLICES   runs so many slices, and says twice what it has of its own
//   once STATE SCRIPT [FILES DIRECTORY]                      says what it cannot give, runs one script, says how that ended
//   strays STATE UID-DIRECTORY FIRST-UID                     starts slices, and says which of its threads are in other mounts
switch (args[0])
{
    case "without-end":
        await Task.WhenAll(WithoutEndAsync("sleep 1000 & setsid sleep 1000 & echo up; sleep 1000", stays: true), WithoutEndAsync("echo up", stays: false));
        break;
    case "soak":
        await Soak.RunAsync(Open(), args[4], args[5], int.Parse(args[6], CultureInfo.InvariantCulture));
        break;
    case "once":
        await OnceAsync();
        break;
    case "strays":
        await StraysAsync();
        break;
}

async Task WithoutEndAsync(string script, bool stays)
{
    var host = Open();
    for (var started = 0; ; started++)
    {
        var staging = Directory.CreateDirectory(Path.Join(args[5], $"{stays}-{started}")).FullName;
        var process = await host.StartAsync(Shell(script) with
        {
            Name = new(args[4], "run", $"slice-{started}"),
            Writable = [new(staging, "/out")],
            Furnishable = stays,
            Secrets = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal) { ["key"] = new byte[100] },
        });
        await process.StandardOutput.ReadExactlyAsync(new byte[3]);
        await Console.Out.WriteLineAsync("up");
        if (stays) await process.FurnishAsync(Many(staging));

        // The first three that stay do so until somebody else ends them.
        if (!stays || started >= 3) await process.DisposeAsync();
    }
}

// What a thread starts has its mounts, also a thread of the pool, which would then serve everybody.
async Task StraysAsync()
{
    await using var host = Open();
    for (var i = 0; i < 3; i++)
    {
        await using var process = await host.StartAsync(Shell("echo up; read -r x") with { Furnishable = true });
        await process.StandardOutput.ReadExactlyAsync(new byte[3]);
        await process.FurnishAsync(new() { Readable = [new("/etc/passwd", "/slice/in")] });
        process.StandardInput.Close();
        await process.Exit;
        foreach (var thread in Directory.GetDirectories("/proc/self/task").Where(IsElsewhere))
        {
            // Those of slices end in a moment, and the runtime's compiler after some seconds; nothing is done on it for others.
            var name = NameOf(thread);
            if (name is not ("slice mounts\n" or "") && !name.StartsWith(".NET Tiered", StringComparison.Ordinal)) await Console.Out.WriteAsync(name);
        }
    }

    await Console.Out.WriteLineAsync("looked");
}

static string NameOf(string thread)
{
    try
    {
        return File.ReadAllText(Path.Join(thread, "comm"));
    }
    catch (IOException)
    {
        // It has ended meanwhile.
        return "";
    }
}

static bool IsElsewhere(string thread)
{
    var mounts = new FileInfo(Path.Join(thread, "ns/mnt"));
    return mounts.Exists && mounts.LinkTarget != new FileInfo("/proc/self/ns/mnt").LinkTarget;
}

SandboxHost Open() => SandboxHost.Open(new()
{
    StateDirectory = args[1],
    UidDirectory = args[2],
    Uids = new(uint.Parse(args[3], CultureInfo.InvariantCulture), 16),
});

async Task OnceAsync()
{
    await using var host = SandboxHost.Open(new() { StateDirectory = args[1] });
    SandboxHost.Sweep(args[1]);
    await Console.Out.WriteLineAsync(string.Join(' ', host.Gaps.Select(gap => gap.Code)));
    try
    {
        var files = args is [_, _, _, var file, var directory]
            ? new SandboxFiles { Readable = [.. Each(file)], Writable = [new(directory, "/slice/out")] }
            : null;
        await using var process = await host.StartAsync(Shell(args[2]) with { Files = files });
        process.StandardInput.Close();
        var output = new StreamReader(process.StandardOutput).ReadToEndAsync();
        var complaint = new StreamReader(process.StandardError).ReadToEndAsync();
        var exit = await process.Exit;
        await Console.Out.WriteAsync($"{await output}{await complaint}");
        await Console.Out.WriteLineAsync($"exit {exit.Code}");
    }
    catch (IsolationException failure)
    {
        await Console.Out.WriteLineAsync($"{failure.Message}\nhint: {failure.Hint}");
    }
}

static IEnumerable<SandboxMount> Each(string path) => Directory.Exists(path)
    ? Directory.GetFileSystemEntries(path).Select(entry => new SandboxMount(entry, $"/slice/in/{Path.GetFileName(entry)}"))
    : [new(path, "/slice/in/file")];

static SandboxFiles Many(string directory) => new()
{
    Readable = [.. Enumerable.Range(0, 300).Select(i => new SandboxMount("/etc/passwd", $"/slice/in/{i}"))],
    Writable = [new(directory, "/slice/out")],
};

static SandboxSpec Shell(string script) => new()
{
    Name = new("herd", "run", "slice"),
    Program = "/bin/sh",
    Arguments = ["-c", script],
    Limits = new() { MemoryBytes = 64 << 20, Processes = 16 },
};
