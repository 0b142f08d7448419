using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Runink.Barn;
using Runink.Cli.Commands.Server;
using Runink.Cli.Commands.Server.Configuration;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;

namespace Runink.Cli.Commands.Cluster.Snapshots;

/// <summary><c>runi cluster snapshot restore</c>: a data directory out of a saved snapshot.</summary>
internal sealed class SnapshotRestoreCommand : CliCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "What 'snapshot save' has made of a Barn." };

    private readonly Option<string> _directory = new("--data-dir")
    {
        Description = "Directory to make; one that is not empty is never touched.",
        HelpName = "DIR",
        Required = true,
    };

    private readonly Option<string> _peers = new("--initial-advertise-peer-urls")
    {
        Description = "Peer URLs of the new member.",
        HelpName = "URLS",
        DefaultValueFactory = _ => ServerSettings.InitialAdvertisePeerUrls.Default,
    };

    private readonly Option<string> _token = new("--initial-cluster-token")
    {
        Description = "Keeps the new cluster apart from the old one.",
        HelpName = "TOKEN",
        DefaultValueFactory = _ => ServerSettings.InitialClusterToken.Default,
    };

    /// <summary>The command.</summary>
    public SnapshotRestoreCommand(Terminal terminal) : base("restore", "Make a data directory out of a saved snapshot.")
    {
        Add(_file);
        Add(_directory);
        Add(_peers);
        Add(_token);
        SetAction(parsed => Restore(parsed, terminal));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
        [new("runi cluster snapshot restore barn.snapshot --data-dir new.barn", "Then: runi server --data-dir new.barn.")];

    private int Restore(ParseResult parsed, Terminal terminal)
    {
        var (file, directory) = (parsed.GetRequiredValue(_file), parsed.GetRequiredValue(_directory));
        try
        {
            if (!IsWhole(file)) throw Bad($"{file} is not whole: its checksum does not match");
            var identity = MemberIdentity.Derive(parsed.GetRequiredValue(_peers).Split(','), parsed.GetRequiredValue(_token));
            var revision = DirectoryRestore.Run(file, SHA256.HashSizeInBytes, directory, identity);
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"restored revision {revision} to {Path.GetFullPath(directory)}"));
            return ExitCodes.Ok;
        }
        catch (Exception e) when (e is KvFormatException or EndOfStreamException or InvalidDataException)
        {
            throw Bad($"{file} is not a snapshot of a Barn: {e.Message}");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CliErrors.NotFound($"there is no file {file}");
        }
        catch (Exception e) when (ServerFailures.IsExpected(e))
        {
            throw ServerFailures.Explain(e, Path.GetFullPath(directory));
        }
    }

    private static bool IsWhole(string file)
    {
        var trailer = new SnapshotTrailer();
        using var stream = Open(file);
        var piece = new byte[128 << 10];
        for (int read; (read = stream.Read(piece)) > 0;) trailer.Add(piece.AsSpan(0, read));
        return trailer.Matches();
    }

    private static FileStream Open(string file)
    {
        try
        {
            return File.OpenRead(file);
        }
        catch (UnauthorizedAccessException e)
        {
            throw CliErrors.Usage($"the snapshot cannot be read: {e.Message}");
        }
    }

    private static RuninkException Bad(string message) => new(ClusterErrors.BadSnapshot.Error(message, at: null), ExitCodes.BadInput);
}
