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
    private readonly Argument<string> _file = new("FILE") { Description = "What 'snapshot save' has made of a Barn; the directory of one with --all." };

    private readonly Option<string> _directory = new("--data-dir")
    {
        Description = "Directory to make; one that is not empty is never touched.",
        HelpName = "DIR",
        Required = true,
    };

    // As the new server will be told them.
    private readonly Dictionary<string, Option<string?>> _settings = new(StringComparer.Ordinal)
    {
        ["name"] = New(ServerSettings.Name, "Name of the new member."),
        ["initial-cluster"] = New(ServerSettings.InitialCluster, "All members of the new cluster, each restored of the same file. Without it, this one."),
        ["initial-advertise-peer-urls"] = New(ServerSettings.InitialAdvertisePeerUrls, "Peer URLs of the new member."),
        ["initial-cluster-token"] = New(ServerSettings.InitialClusterToken, "Keeps the new cluster apart from the old one."),
    };

    /// <summary>The command.</summary>
    public SnapshotRestoreCommand(Terminal terminal) : base("restore", "Make a data directory out of a saved snapshot.")
    {
        Add(_file);
        Add(_directory);
        foreach (var option in _settings.Values) Add(option);
        SetAction(parsed => Restore(parsed, terminal));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi cluster snapshot restore barn.snapshot --data-dir new.barn", "Then: runi server --data-dir new.barn."),
        new("runi cluster snapshot restore barn.saved --data-dir new.barn", "All groups, of a directory that 'save --all' has made."),
        new(
            "runi cluster snapshot restore barn.snapshot --data-dir b1.barn --name b1 --initial-advertise-peer-urls https://10.0.0.1:2380 "
            + "--initial-cluster b1=https://10.0.0.1:2380,b2=https://10.0.0.2:2380,b3=https://10.0.0.3:2380",
            "The first of three: the same for each, of the same file."),
    ];

    private static Option<string?> New(ServerSetting setting, string description) => new($"--{setting.Name}")
    {
        Description = setting.Default.Length > 0 ? $"{description} Default: {setting.Default}." : description,
        HelpName = setting.HelpName,
    };

    private int Restore(ParseResult parsed, Terminal terminal)
    {
        var (file, directory) = (parsed.GetRequiredValue(_file), parsed.GetRequiredValue(_directory));
        var server = Server(parsed, directory, terminal);
        try
        {
            var saved = SavedCluster.At(file);
            if (saved.Files.FirstOrDefault(one => !IsWhole(one)) is { } part) throw Bad($"{part} is not whole: its checksum does not match");
            Print(DirectoryRestore.Run(saved, SHA256.HashSizeInBytes, server), Path.GetFullPath(directory), terminal);
            return ExitCodes.Ok;
        }
        catch (Exception e) when (e is KvFormatException or EndOfStreamException or InvalidDataException)
        {
            throw Bad($"{file} is not a snapshot of a Barn: {e.Message}");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CliErrors.NotFound($"there is no file {(e as FileNotFoundException)?.FileName ?? file}");
        }
        catch (Exception e) when (ServerFailures.IsExpected(e))
        {
            throw ServerFailures.Explain(e, Path.GetFullPath(directory));
        }
    }

    private static void Print(RestoreReport report, string directory, Terminal terminal)
    {
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"restored revision {report.Revision} to {directory}")
            + (report.Groups.Count > 0 ? $", and {Names(report.Groups)}" : ""));
        if (report.Missing.Count > 0) terminal.Error.WriteLine($"not restored, as nothing of them was saved: {Names(report.Missing)}");
        if (report.Ignored.Count > 0) terminal.Error.WriteLine($"not restored, as they came after sys was saved: {Names(report.Ignored)}");
    }

    private static string Names(IReadOnlyList<string> groups) =>
        $"{(groups.Count == 1 ? "the group" : "the groups")} {TerminalText.Clean(string.Join(", ", groups))}";

    private BarnServerOptions Server(ParseResult parsed, string directory, Terminal terminal)
    {
        var found = new List<Diagnostic>();
        var given = _settings.Where(setting => parsed.GetValue(setting.Value) is not null).ToDictionary(
            setting => setting.Key, setting => new SettingValue(parsed.GetValue(setting.Value)!, $"--{setting.Key}", At: null), StringComparer.Ordinal);
        var reader = new SettingReader(given, found);
        var urls = UrlSettings.Read(reader, ServerSettings.InitialAdvertisePeerUrls);
        var members = ClusterSettings.Read(reader, urls);
        return found.Count > 0 ? throw terminal.Refuse(found) : new BarnServerOptions
        {
            DataDirectory = directory,
            ListenClients = [],
            Name = reader.Text(ServerSettings.Name),
            AdvertisePeerUrls = [.. urls.Select(url => url.GetLeftPart(UriPartial.Authority))],
            InitialCluster = members,
            ClusterToken = reader.Text(ServerSettings.InitialClusterToken),
        };
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
