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
            if (!IsWhole(file)) throw Bad($"{file} is not whole: its checksum does not match");
            var revision = DirectoryRestore.Run(file, SHA256.HashSizeInBytes, server);
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
