using System.CommandLine;
using System.Globalization;
using Runink.Barn;
using Runink.Cli.Commands.Server;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;

namespace Runink.Cli.Commands.Cluster.Recovery;

/// <summary><c>runi cluster recover</c>: a survivor goes on alone when the majority is gone for good.</summary>
internal sealed class RecoverCommand : CliCommand
{
    private const string Word = "recover";

    private readonly Option<string> _directory = new("--data-dir")
    {
        Description = "Data directory of the survivor, whose server is stopped.",
        HelpName = "DIR",
        Required = true,
    };

    private readonly Option<bool> _unsafe = new("--unsafe") { Description = "Needed: what the others acknowledged and this member lacks is given up." };
    private readonly Option<bool> _dropGroups = new("--drop-groups") { Description = "Needed where this member has nothing of a group: it is lost with all it holds." };
    private readonly Option<bool> _yes = new("--yes") { Description = "Do not ask; needed where nobody can be asked." };

    /// <summary>The command.</summary>
    public RecoverCommand(Terminal terminal) : base("recover", "Make a cluster of one out of a survivor, when the majority is gone for good.")
    {
        Add(_directory);
        Add(_unsafe);
        Add(_dropGroups);
        Add(_yes);
        SetAction(parsed => Recover(parsed, terminal));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
        [new("runi cluster recover --unsafe --data-dir /var/lib/barn/data", "Offline, and after docs/runbooks/barn-quorum-lost.md.")];

    private int Recover(ParseResult parsed, Terminal terminal)
    {
        var directory = Path.GetFullPath(parsed.GetRequiredValue(_directory));
        try
        {
            using var recovery = DirectoryRecovery.Examine(directory, TimeProvider.System);
            Warn(recovery.Record, terminal);
            if (!parsed.GetValue(_unsafe)) throw CliErrors.Usage("nothing was changed", "give --unsafe if the others are gone for good");
            if (recovery.Record.DroppedGroups is { Count: > 0 } groups && !parsed.GetValue(_dropGroups))
                throw CliErrors.Usage($"nothing was changed: the groups {Names(groups)} would be lost", "give --drop-groups to go on without them");
            if (!parsed.GetValue(_yes) && !Confirms(terminal)) throw CliErrors.Usage("nothing was changed");
            var kept = recovery.Run();
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{recovery.Record.Member} is now cluster {recovery.Record.Cluster}, alone, at revision {recovery.Record.Revision}"));
            terminal.Out.WriteLine($"the directory as it was is kept at {kept}");
            return ExitCodes.Ok;
        }
        catch (Exception e) when (ServerFailures.IsExpected(e))
        {
            throw ServerFailures.Explain(e, directory);
        }
    }

    private static void Warn(RecoveryRecord record, Terminal terminal)
    {
        terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{TerminalText.Clean(record.Member)} of cluster {record.FromCluster} has entry {record.LastIndex} of term {record.LastTerm}, revision {record.LastRevision}"));
        terminal.Error.WriteLine($"given up for good: {Names(record.Dropped)}");
        terminal.Error.WriteLine("lost is what they acknowledged behind that entry, and nobody can say whether there was anything.");
        terminal.Error.WriteLine("None of them may be started again: two of them could go on as the old cluster.");
        if (record.DroppedGroups is { Count: > 0 } groups) terminal.Error.WriteLine($"lost with all they hold: the groups {Names(groups)}");
    }

    private static string Names(IEnumerable<string> names) => TerminalText.Clean(string.Join(", ", names));

    private static bool Confirms(Terminal terminal)
    {
        if (!terminal.IsInteractive || Console.IsInputRedirected) throw CliErrors.Usage("nobody can be asked whether to go on without the others", "give --yes");
        terminal.Error.Write($"Go on without them? Type '{Word}': ");
        return Console.ReadLine()?.Trim() == Word;
    }
}
