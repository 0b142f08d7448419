using System.Runtime.InteropServices;
using Runink.Isolation.Sandbox;
using Runink.Isolation.Tests;
using Runink.Runs.Coordination;

namespace Runink.Cli.Tests.EndToEnd.Sandboxes;

/// <summary>Whether what is said to be all that the program needs is enough: nothing else of the machine is in the sandbox.</summary>
public sealed class RuniProgramTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly TemporaryDirectory _state = new();

    [Fact]
    public async Task It_runs_in_a_sandbox_as_an_executable_beside_its_assemblies() =>
        Assert.Equal(Runi.Run("--version").Output, await RunAsync(Program(Runi.Path), "--version"));

    [Fact]
    public async Task It_runs_in_a_sandbox_as_an_assembly_of_the_dotnet_host()
    {
        var host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        Assert.Equal(Runi.Run("--version").Output, await RunAsync(Program(host), "--version"));
    }

    [Fact]
    public async Task Its_engine_works_in_a_sandbox() =>
        Assert.Contains("42", await RunAsync(Program(Runi.Path), "query", "SELECT 6 * 7 AS answer"), StringComparison.Ordinal);

    public void Dispose() => _state.Dispose();

    private static RuniProgram Program(string process) => RuniProgram.Of(
        process, Path.Combine(AppContext.BaseDirectory, "runi.dll"), AppContext.BaseDirectory, RuntimeEnvironment.GetRuntimeDirectory());

    private async Task<string> RunAsync(RuniProgram program, params string[] arguments)
    {
        Needs.Bubblewrap();
        await using var host = SandboxHost.Open(new SandboxHostOptions { StateDirectory = _state.File("sandboxes") });
        await using var process = await host.StartAsync(new SandboxSpec
        {
            Name = new SliceName("test", "run", "program"),
            Program = program.InnerExecutable,
            Arguments = [.. program.InnerArguments, .. arguments],
            Environment = program.Environment,
            Readable = program.Files,
        });
        process.StandardInput.Close();
        var cancellation = TestContext.Current.CancellationToken;
        var error = new StreamReader(process.StandardError).ReadToEndAsync(cancellation);
        var output = await new StreamReader(process.StandardOutput).ReadToEndAsync(cancellation).WaitAsync(s_patience, cancellation);
        var exit = await process.Exit.WaitAsync(s_patience, cancellation);
        Assert.True(exit.Code == 0, await error);
        return output;
    }
}
