using System.Text;
using Runink.Isolation.Processes;

namespace Runink.Isolation.Sandbox;

/// <summary>
/// A slice that is ready to be started: the command, what it inherits, and this side of its pipes. Once it is started the pipes
/// belong to <see cref="SandboxedProcess"/>; only a launch that came to nothing is disposed.
/// </summary>
internal sealed class Launch : IDisposable
{
    private readonly DescriptorTable _descriptors = new();

    private Launch(SandboxSpec spec, SliceResources slice, LaunchTools? tools)
    {
        try
        {
            Pipes = StandardPipes.Make(_descriptors);
            Start = Describe(spec, slice, tools);
        }
        catch
        {
            _descriptors.Dispose();
            Pipes?.Dispose();
            Status?.Dispose();
            throw;
        }
    }

    /// <summary>What to start.</summary>
    public ProcessStart Start { get; }

    /// <summary>This side of its standard streams.</summary>
    public StandardPipes Pipes { get; }

    /// <summary>What bubblewrap tells; null for a plain process.</summary>
    public BubblewrapStatus? Status { get; private set; }

    /// <summary>A launch through bubblewrap.</summary>
    public static Launch Sandboxed(SandboxSpec spec, SliceResources slice, LaunchTools tools) => new(spec, slice, tools);

    /// <summary>A launch of a plain process.</summary>
    public static Launch Plain(SandboxSpec spec, SliceResources slice) => new(spec, slice, null);

    /// <inheritdoc/>
    public void Dispose()
    {
        _descriptors.Dispose();
        Pipes.Dispose();
        Status?.Dispose();
    }

    private ProcessStart Describe(SandboxSpec spec, SliceResources slice, LaunchTools? tools)
    {
        foreach (var handle in spec.Descriptors) _descriptors.Lend(handle);
        string[] program = [spec.Program, .. spec.Arguments];
        IEnumerable<string> command = program;
        PrivateMounts? mounts = null;
        if (tools is null)
        {
            _descriptors.Lend(slice.Directory.Lock.Handle);
        }
        else
        {
            var bound = Bound(spec, slice);
            string[] sources = [.. bound.Readable.Concat(bound.Writable).Select(mount => mount.HostPath)];
            if (slice.User is not null)
            {
                mounts = new(sources)
                {
                    Before = BuilderOfFiles(spec, slice),
                    After = SystemDirectories.Fit(bound) ? SystemDirectories.Make : null,
                };
            }

            var visible = mounts is null ? sources : [.. sources.Select((_, i) => PrivateMounts.PathOf(i))];
            command = Bubblewrap(bound, slice, tools, visible, mounts?.After is not null).Concat(program);
        }

        return new()
        {
            Program = LaunchChain.Shell,
            Arguments = LaunchChain.Arguments(spec.Limits.OpenFiles, slice.Cgroup.Entries, command),
            Environment = tools is null
                ? [.. spec.Environment.Select(variable => $"{variable.Key}={variable.Value}")]
                : ["PATH=/usr/bin:/bin"],
            Descriptors = _descriptors.Mappings,
            WorkingDirectory = tools is null ? spec.WorkingDirectory : "/",
            Mounts = mounts,
            Started = Began,
            Attend = Status is null ? null : Status.AwaitEnd,
        };
    }

    // What only the slice needs is closed as soon as it has it: else its pipes would never end.
    private void Began()
    {
        _descriptors.Dispose();
        Status?.AwaitFirstProcess();
    }

    // The files that it is given at its start are one tree, or are bound where the agent cannot build one.
    private static SandboxSpec Bound(SandboxSpec spec, SliceResources slice)
    {
        if (spec.Files is not { } files) return spec;
        if (slice.Furnishing?.Directory is { } tree)
            return spec with { Writable = [.. spec.Writable, new(tree, SandboxFiles.Root)] };
        var (readable, writable) = LinkedFiles.Gather(files, Path.Join(slice.Directory.Path, "files"));
        return spec with { Readable = [.. spec.Readable, .. readable], Writable = [.. spec.Writable, .. writable] };
    }

    private static Action? BuilderOfFiles(SandboxSpec spec, SliceResources slice)
    {
        if (spec.Files is not { } files || slice.Furnishing is not { } furnishing) return null;
        var tree = furnishing.AtStart(files);
        return () => tree.Build(furnishing.Directory);
    }

    private IEnumerable<string> Bubblewrap(
        SandboxSpec spec, SliceResources slice, LaunchTools tools, IReadOnlyList<string> sources, bool prepared)
    {
        var (told, status) = StandardPipes.ReadFrom(_descriptors);
        Status = new(told);
        var files = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (path, content) in SandboxRoot.Files.Where(_ => !prepared))
            files[path] = _descriptors.GiveContent("file", Encoding.UTF8.GetBytes(content));
        foreach (var (name, secret) in spec.Secrets)
            files[BubblewrapArguments.PathOfSecret(name)] = _descriptors.GiveContent("secret", secret.Span);
        int? seccomp = spec.SeccompFilter.IsEmpty ? null : _descriptors.GiveContent("seccomp", spec.SeccompFilter.Span);
        var held = _descriptors.Lend(slice.Directory.Lock.Handle);
        var arguments = BubblewrapArguments.Of(spec, sources, new(status, held, seccomp, files), prepared);

        // By a descriptor, so that the machine's other users cannot read the environment off the command.
        var text = string.Concat(arguments.Select(argument => argument + '\0'));
        var number = _descriptors.GiveContent("arguments", Encoding.UTF8.GetBytes(text));
        string[] bubblewrap = [tools.Bubblewrap, "--args", $"{number}", "--"];
        return slice.User is { } user ? LaunchChain.WithoutRights(tools.Setpriv!, user.Uid).Concat(bubblewrap) : bubblewrap;
    }
}
