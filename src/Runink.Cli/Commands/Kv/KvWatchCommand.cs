using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Commands.Kv.Text;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;
using Runink.Protocol;

namespace Runink.Cli.Commands.Kv;

/// <summary><c>runi kv watch</c>: follows changes until it is told to stop.</summary>
internal sealed class KvWatchCommand : ConnectedCommand
{
    private static readonly JsonSerializerOptions OneLine = new(OutputFormat.Indented) { WriteIndented = false };

    private readonly KeyArguments _keys = new();
    private readonly Option<long> _revision = new("--rev") { Description = "From this revision on; 0 for from now on.", HelpName = "REV" };
    private readonly Option<bool> _previous = new("--prev-kv") { Description = "Show what each key was before." };
    private readonly Option<long?> _limit = new("--limit") { Description = "End after so many changes.", HelpName = "N" };

    /// <summary>The command.</summary>
    public KvWatchCommand(Terminal terminal) : base(terminal, "watch", "Follow changes; goes on where it was when the server comes back.", hasGroup: true)
    {
        _keys.AddTo(this);
        foreach (var option in new Option[] { _revision, _previous, _limit }) Add(option);
        AddCommon();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi kv watch app/ --prefix", "Changes of all keys that begin alike, until Ctrl-C."),
        new("runi kv watch app/colour --rev 1 --limit 3 -o json", "The first three changes of a key, one JSON object a line."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(
        ParseResult parsed, ClusterConnection connection, Terminal terminal, CancellationToken cancellation)
    {
        var (key, end) = _keys.Read(parsed);
        var create = new WatchCreateRequest
        {
            Key = key,
            RangeEnd = end,
            StartRevision = parsed.GetValue(_revision),
            PrevKv = parsed.GetValue(_previous),
        };
        var (left, asJson) = (parsed.GetValue(_limit) ?? long.MaxValue, WantsJson(parsed));
        var follower = new WatchFollower(
            connection, create, why => terminal.Error.WriteLine($"watch interrupted, trying again: {TerminalText.Clean(why)}"));
        await foreach (var answer in follower.FollowAsync(cancellation))
        {
            foreach (var change in answer.Events)
            {
                terminal.Out.WriteLine(asJson ? ToJson(change).ToJsonString(OneLine) : ToText(change));
                if (--left == 0) return ExitCodes.Ok;
            }

            await terminal.Out.FlushAsync(cancellation);
        }

        return ExitCodes.Ok;
    }

    private static JsonObject ToJson(Event change)
    {
        var json = new JsonObject { ["type"] = change.Type == Event.Types.EventType.Put ? "put" : "delete" };
        KvText.AddTo(json, "key", change.Kv.Key);
        if (change.Type == Event.Types.EventType.Put) KvText.AddTo(json, "value", change.Kv.Value);
        json["revision"] = change.Kv.ModRevision;
        if (change.Type == Event.Types.EventType.Put) json["version"] = change.Kv.Version;
        if (change.PrevKv is not null) json["previous"] = KvText.ToJson(change.PrevKv);
        return json;
    }

    private static string ToText(Event change)
    {
        var text = change.Type == Event.Types.EventType.Put
            ? $"put    {KvText.Show(change.Kv.Key)}  {KvText.Show(change.Kv.Value)}"
            : $"delete {KvText.Show(change.Kv.Key)}";
        var before = change.PrevKv is null ? "" : $"  (before: {KvText.Show(change.PrevKv.Value)})";
        return string.Create(CultureInfo.InvariantCulture, $"{change.Kv.ModRevision,-8} {text}{before}");
    }
}
