using System.Globalization;
using Runink.Isolation.Sandbox;

namespace Runink.Isolation.Tests.Agent;

/// <summary>Runs many slices, four at a time, and tells after a fifth of them and after all what this process has of its own.</summary>
internal static class Soak
{
    private const int AtOnce = 4;
    private const int Parts = 5;

    public static async Task RunAsync(SandboxHost host, string herd, string staging, int slices)
    {
        // The console has descriptors of its own from its first line on.
        await Console.Out.WriteLineAsync("begun");
        await using (host)
        {
            for (var part = 0; part < Parts; part++)
            {
                await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(lane => LaneAsync(host, herd, $"{staging}/{lane}", slices / Parts / AtOnce)));
                if (part is 0 or Parts - 1) Tell();
            }
        }

        await Console.Out.WriteLineAsync("closed");
    }

    private static async Task LaneAsync(SandboxHost host, string herd, string staging, int slices)
    {
        var spec = new SandboxSpec
        {
            Name = new(herd, "run", "slice"),
            Program = "/bin/sh",
            Arguments = ["-c", "cat /run/secrets/key > /out/part; setsid sleep 1000 > /dev/null 2>&1 & echo done"],
            Writable = [new(Directory.CreateDirectory(staging).FullName, "/out")],
            Secrets = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal) { ["key"] = new byte[100] },
            Limits = new() { MemoryBytes = 64 << 20, Processes = 16, Cpus = 1 },
        };
        for (var i = 0; i < slices; i++)
        {
            await using var process = await host.StartAsync(spec);
            process.StandardInput.Close();
            var output = await new StreamReader(process.StandardOutput).ReadToEndAsync();
            var exit = await process.Exit;
            if (exit.Code != 0 || output != "done\n") throw new InvalidOperationException($"a slice ended with {exit.Code}: {output}");
        }
    }

    private static void Tell()
    {
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        GC.WaitForPendingFinalizers();
        var descriptors = Directory.GetFileSystemEntries("/proc/self/fd").Length;
        var resident = long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{descriptors} {memory} {resident}"));
    }
}
