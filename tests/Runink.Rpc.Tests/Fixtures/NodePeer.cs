using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Runink.Rpc.Fixtures;

/// <summary>Runs the scripts of the folder node with the packages that its lock file pins, fetched by npm once.</summary>
internal static class NodePeer
{
    private static readonly Lazy<Task> Installed = new(InstallAsync);

    private static readonly string Folder = Path.GetFullPath(Path.Combine(Here(), "..", "..", "node"));

    public static async Task<Process> StartAsync(string script, params string[] arguments)
    {
        await Installed.Value;
        return Process.Start(StartInfo("node", [script, .. arguments]))
            ?? throw new InvalidOperationException("node did not start");
    }

    /// <summary>Everything that a script printed, once it has ended well.</summary>
    public static async Task<string[]> RunAsync(string script, params string[] arguments)
    {
        using var process = await StartAsync(script, arguments);
        return await OutputAsync(process);
    }

    private static async Task InstallAsync()
    {
        if (File.Exists(Path.Combine(Folder, "node_modules", ".package-lock.json"))) return;
        using var npm = Process.Start(StartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))
            ?? throw new InvalidOperationException("npm did not start");
        await OutputAsync(npm);
    }

    private static async Task<string[]> OutputAsync(Process process)
    {
        var cancellation = TestContext.Current.CancellationToken;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        var output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        Assert.True(process.ExitCode == 0, $"{process.StartInfo.FileName} ended with {process.ExitCode}: {await errors}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static ProcessStartInfo StartInfo(string program, IEnumerable<string> arguments) => new(program, arguments)
    {
        WorkingDirectory = Folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
    };

    private static string Here([CallerFilePath] string path = "") => path;
}
