using System.Text.Json;

namespace Runink.Pipelines.Planning.Sql;

/// <summary>
/// One object of the engine's serialised parse tree, read strictly: a property that nobody asked for ends the analysis,
/// so that a form of SQL which is new to Runink is refused rather than overlooked. Default values are absent.
/// </summary>
internal sealed class ParsedNode
{
    private readonly Dictionary<string, JsonElement> _unread = new(StringComparer.Ordinal);
    private readonly int? _inherited;

    public ParsedNode(JsonElement element, int? inheritedLocation = null)
    {
        _inherited = inheritedLocation;
        foreach (var property in element.EnumerateObject()) _unread[property.Name] = property.Value;
        Type = Text("type");
        Location = Take("query_location") is { ValueKind: JsonValueKind.Number } at ? at.GetInt32() : null;
    }

    /// <summary>The node's own discriminator, empty for helper objects.</summary>
    public string Type { get; }

    /// <summary>Byte offset of the node itself, where the parser kept one.</summary>
    public int? Location { get; }

    /// <summary>Byte offset of the node or of the nearest one around it.</summary>
    public int? Near => Location ?? _inherited;

    public string Text(string name) => Take(name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";

    public bool Flag(string name) => Take(name) is { ValueKind: JsonValueKind.True };

    public int Number(string name) => Take(name) is { ValueKind: JsonValueKind.Number } value ? value.GetInt32() : 0;

    public IReadOnlyList<string> Texts(string name) =>
        Take(name) is { } list ? [.. list.EnumerateArray().Select(item => item.GetString() ?? "")] : [];

    public ParsedNode? Child(string name) =>
        Take(name) is { ValueKind: JsonValueKind.Object } value ? new ParsedNode(value, Near) : null;

    public IReadOnlyList<ParsedNode> Children(string name) =>
        Take(name) is { } list ? [.. list.EnumerateArray().Select(item => new ParsedNode(item, Near))] : [];

    /// <summary>Reads a property whose content says nothing about what the statement may reach.</summary>
    public void Ignore(params ReadOnlySpan<string> names)
    {
        foreach (var name in names) _unread.Remove(name);
    }

    /// <summary>Takes a property as it stands.</summary>
    public JsonElement? Take(string name) => _unread.Remove(name, out var value) ? value : null;

    /// <summary>Refuses the statement when a property was not read.</summary>
    public void End()
    {
        if (_unread.Count > 0) throw NotAnalysed(_unread.Keys.Order(StringComparer.Ordinal).First());
    }

    /// <summary>The refusal of a form that is not known here.</summary>
    public SqlRefusedException NotAnalysed(string what) =>
        new(SqlErrors.NotAnalysed, $"this SQL uses a form that Runink cannot analyse ({Readable(what)})", Near);

    private static string Readable(string name) => name.Replace('_', ' ').ToLowerInvariant();
}
