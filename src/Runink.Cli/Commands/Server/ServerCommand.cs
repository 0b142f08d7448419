using System.CommandLine;
using Microsoft.Extensions.Logging;
using Runink.Barn;
using Runink.Cli.Commands.Server.Configuration;
using Runink.Cli.Commands.Server.Logging;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;

namespace Runink.Cli.Commands.Server;

/// <summary><c>runi server</c>: serves a Barn until it is told to stop.</summary>
internal sealed class ServerCommand : CliCommand
{
    private readonly Option<string?> _file = new("--config-file")
    {
        Description = "YAML file with settings; variables (RUNINK_NAME, ETCD_NAME) outweigh it, flags outweigh both.",
        HelpName = "FILE",
    };

    // For whoever starts servers and must not leave them behind: the input of a server ends with the process that holds its other end.
    private readonly Option<bool> _withInput = new("--with-input") { Description = "Stop when standard input ends.", Hidden = true };

    private readonly Dictionary<string, Option<string?>> _settings = new(StringComparer.Ordinal);

    /// <summary>The command.</summary>
    public ServerCommand(Terminal terminal) : base("server", "Serve a Barn: the store of a cluster, with etcd's API and flags.", "Serve")
    {
        foreach (var setting in ServerSettings.All) AddSetting(setting.Name, setting.HelpName, Describe(setting), isHidden: false);
        foreach (var name in SettingNames.Foreign) AddSetting(name, helpName: null, "", isHidden: true);
        Add(_file);
        Add(_withInput);
        SetAction((parsed, cancellation) => ServeAsync(parsed, terminal, cancellation));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi server --insecure", "On this machine only, at etcd's port, with its data in ./default.barn."),
        new("runi server --config-file barn.yaml", "With settings from a file, such as etcd's."),
        new(
            "runi server --data-dir /var/lib/barn --cert-file server.pem --key-file server.key "
            + "--listen-client-urls https://0.0.0.0:2379 --advertise-client-urls https://barn.example.org:2379",
            "For others, encrypted."),
    ];

    private static string Describe(ServerSetting setting) =>
        setting.Default.Length > 0 ? $"{setting.Description} Default: {setting.Default}." : setting.Description;

    private void AddSetting(string name, string? helpName, string description, bool isHidden)
    {
        var option = new Option<string?>($"--{name}")
        {
            Description = description,
            HelpName = helpName,
            Hidden = isHidden,
            Arity = helpName is null ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
        };
        _settings.Add(name, option);
        Add(option);
    }

    private async Task<int> ServeAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var found = new List<Diagnostic>();
        var values = SettingSources.Gather(
            name => Given(parsed, _settings[name]), Environment.GetEnvironmentVariable, parsed.GetValue(_file), found);
        var configuration = ServerConfiguration.From(values, found);
        if (configuration is null) throw terminal.Refuse(found);

        using var queue = new LogQueue(terminal.Error);
        using var loggers = LineLoggerProvider.Factory(queue, configuration.LogAsJson, configuration.LogLevel);
        var log = loggers.CreateLogger(LineLoggerProvider.Own);
        foreach (var warning in configuration.Warnings) ServerLog.SettingIgnored(log, warning);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (parsed.GetValue(_withInput)) StopWithInput(stop);
        await using var server = await StartAsync(configuration.Server, loggers, stop.Token);
        return await server.UntilStoppedAsync(stop.Token) is { } failure
            ? throw ServerFailures.OutOfService(failure)
            : ExitCodes.Ok;
    }

    private static void StopWithInput(CancellationTokenSource stop) => new Thread(() =>
    {
        using var input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0)
        {
            // Whatever is said there means nothing.
        }

        try
        {
            stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has stopped already.
        }
    })
    { IsBackground = true, Name = "input" }.Start();

    /// <summary>The value that the command line gives; a bare switch is on.</summary>
    private static string? Given(ParseResult parsed, Option<string?> option) => parsed.GetResult(option) switch
    {
        null => null,
        { Tokens: [var token, ..] } => token.Value,
        _ => "true",
    };

    private static async Task<BarnServer> StartAsync(BarnServerOptions options, ILoggerFactory loggers, CancellationToken cancellation)
    {
        try
        {
            return await BarnServer.StartAsync(options, loggers, cancellation);
        }
        catch (Exception e) when (ServerFailures.IsExpected(e))
        {
            throw ServerFailures.Explain(e, options.DataDirectory);
        }
    }
}
