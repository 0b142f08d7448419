using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Runink.Isolation.Sandbox;

namespace Runink.Runs.Coordination;

/// <summary>
/// This program, as processes of it are started: on the machine itself, and in a sandbox that holds nothing of the machine but the system
/// and what the program needs to run.
/// </summary>
public sealed record RuniProgram
{
    /// <summary>Where the program lies in a sandbox.</summary>
    public const string Home = "/opt/runi";

    private const string Runtime = "/opt/dotnet";
    private const string System = "/usr/";
    private const string Host = "dotnet";
    private const string Engine = "libduckdb.so";
    private const string Slice = "slice";
    private const string CompiledSlice = "runi-slice";

    private string? _compiledSlice;

    /// <summary>Absolute path of what to start on the machine itself.</summary>
    public required string Executable { get; init; }

    /// <summary>Arguments that come before those of a command.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Absolute path of what to start in a sandbox.</summary>
    public required string InnerExecutable { get; init; }

    /// <summary>Arguments that come before those of a command in a sandbox.</summary>
    public IReadOnlyList<string> InnerArguments { get; init; } = [];

    /// <summary>What a sandbox must hold.</summary>
    public required IReadOnlyList<SandboxMount> Files { get; init; }

    /// <summary>Variables that it needs in a sandbox, and those that save it work there; see docs/internals/slices.md.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>
    /// What slices of ours are started with: the program beside this one that was compiled to machine code, or where there is none that
    /// fits the processor, this one with the command for it.
    /// </summary>
    public RuniProgram ForSlices() => _compiledSlice is { } file
        ? Alone(file) with { Environment = s_noVariables }
        : this with { Arguments = [.. Arguments, Slice], InnerArguments = [.. InnerArguments, Slice] };

    /// <summary>The program that this process is.</summary>
    [SuppressMessage("SingleFile", "IL3000", Justification = "that there is no path tells the single file from the others")]
    public static RuniProgram Current() => Of(
        global::System.Environment.ProcessPath ?? throw new IOException("the system does not tell which program this is"),
        Assembly.GetEntryAssembly()?.Location, AppContext.BaseDirectory, RuntimeEnvironment.GetRuntimeDirectory());

    /// <summary>A program by how it was started.</summary>
    /// <param name="process">Absolute path of the file that the process runs.</param>
    /// <param name="assembly">Absolute path of the program's assembly; null or empty when it is in one file with its runtime.</param>
    /// <param name="directory">The directory of the program.</param>
    /// <param name="runtime">The directory of the runtime's assemblies.</param>
    public static RuniProgram Of(string process, string? assembly, string directory, string runtime)
    {
        if (string.IsNullOrEmpty(assembly)) return InOneFile(process);
        // ROOT/shared/Microsoft.NETCore.App/VERSION
        var root = Path.GetFullPath(Path.Combine(Path.TrimEndingDirectorySeparator(runtime), "..", "..", ".."));
        var innerRoot = root.StartsWith(System, StringComparison.Ordinal) ? root : Runtime;
        var home = new SandboxMount(Path.TrimEndingDirectorySeparator(directory), Home);
        var isHosted = Path.GetFileName(process) == Host;
        var innerAssembly = $"{Home}/{Path.GetFileName(assembly)}";
        return new()
        {
            Executable = process,
            Arguments = isHosted ? [assembly] : [],
            InnerExecutable = isHosted ? $"{innerRoot}/{Host}" : $"{Home}/{Path.GetFileName(process)}",
            InnerArguments = isHosted ? [innerAssembly] : [],
            Files = innerRoot == root ? [home] : [home, new(root, Runtime)],
            Environment = new Dictionary<string, string>(s_variables, StringComparer.Ordinal) { ["DOTNET_ROOT"] = innerRoot },
        };
    }

    private static readonly Dictionary<string, string> s_noVariables = [];

    // No debugger and no profiler can attach, for which the runtime would open a socket and start threads; the collector has no thread
    // of its own either, and nothing is counted for a better compilation that a slice does not live to see.
    private static readonly Dictionary<string, string> s_variables = new(StringComparer.Ordinal)
    {
        ["DOTNET_EnableDiagnostics"] = "0",
        ["DOTNET_gcConcurrent"] = "0",
        ["DOTNET_TieredPGO"] = "0",
    };

    private static RuniProgram InOneFile(string process)
    {
        var slice = Path.Combine(Path.GetDirectoryName(process)!, CompiledSlice);
        return Alone(process) with { _compiledSlice = FitsThisProcessor && CanBeStarted(slice) ? slice : null };
    }

    private static bool CanBeStarted(string file) =>
        OperatingSystem.IsLinux() && File.Exists(file)
        && (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != UnixFileMode.None;

    // What src/Runink.Slice is compiled for: x86-64-v3.
    private static bool FitsThisProcessor => Avx2.IsSupported && Bmi2.IsSupported && Fma.IsSupported && Lzcnt.IsSupported;

    // A file may lie among others that are nobody's business, so it comes alone but for the engine's library.
    private static RuniProgram Alone(string file)
    {
        var engine = Path.Combine(Path.GetDirectoryName(file)!, Engine);
        SandboxMount[] library = File.Exists(engine) ? [new(engine, $"{Home}/{Engine}")] : [];
        var inner = $"{Home}/{Path.GetFileName(file)}";
        return new() { Executable = file, InnerExecutable = inner, Files = [new(file, inner), .. library], Environment = s_variables };
    }
}
