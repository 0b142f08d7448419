using System.CommandLine;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;

namespace Runink.Cli.Commands.Cluster.Import;

/// <summary><c>runi cluster import</c>: moves in from a running etcd or Barn.</summary>
internal sealed class ClusterImportCommand : CliCommand
{
    private readonly Option<bool> _once = new("--once") { Description = "Copy the keys of one revision and end; the next call goes on from there." };
    private readonly Option<bool> _restart = new("--restart") { Description = "Delete every key and lease in the target and begin anew." };
    private readonly Option<bool> _noUsers = new("--no-users") { Description = "Leave out users and roles, and whether authentication is on." };
    private readonly ConnectionOptions _source = new("from-", "the source");
    private readonly ConnectionOptions _target = new();

    /// <summary>The command.</summary>
    public ClusterImportCommand(Terminal terminal)
        : base("import", "Copy users, keys and leases of a running etcd or Barn, then follow changes of keys until told to stop.")
    {
        Add(_once);
        Add(_restart);
        Add(_noUsers);
        _source.AddTo(this);
        _target.AddTo(this);
        SetAction((parsed, cancellation) => ImportAsync(parsed, terminal, cancellation));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi cluster import --from-endpoints http://10.0.0.1:2379", "Into the Barn of this machine; stop it with Ctrl-C when clients have moved."),
        new("runi cluster import --from-endpoints http://10.0.0.1:2379 --once", "The keys of one revision."),
    ];

    private async Task<int> ImportAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        using var source = _source.Connect(parsed);
        using var aside = _source.Connect(parsed);
        using var target = _target.Connect(parsed);
        var leases = new LeaseMirror(aside, target);
        var users = new UserCopier(source, target);
        var copiesUsers = !parsed.GetValue(_noUsers);
        await users.LogInAsync(copiesUsers, cancellation);
        aside.Login = source.Login;
        var importer = new Importer(
            source, aside, target, leases, copiesUsers ? users : null, text => terminal.Error.WriteLine(TerminalText.Clean(text)));
        await importer.PrepareAsync(parsed.GetValue(_restart), cancellation);
        try
        {
            var revision = importer.Progress.Revision;
            await importer.CopyAsync(cancellation);
            terminal.Out.WriteLine($"copied {Human.Plural(importer.Copied, "key")}; the target has revision {revision} of the source"
                + (leases.Count > 0 ? $" and {Human.Plural(leases.Count, "lease")}" : ""));
            await terminal.Out.FlushAsync(cancellation);
            if (!parsed.GetValue(_once)) await importer.FollowAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // To be told to stop is how following ends; a copy that was stopped goes on with the next call.
            terminal.Out.WriteLine($"stopped at revision {importer.Progress.Revision} of the source; the same command goes on from there");
        }

        return ExitCodes.Ok;
    }
}
