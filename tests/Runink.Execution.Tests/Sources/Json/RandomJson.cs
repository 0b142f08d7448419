using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Runink.Execution.Tests.Sources.Json;

/// <summary>Random json values, written compactly or laid out, with everything in strings that could mislead a scanner.</summary>
internal static class RandomJson
{
    private static readonly string[] Texts =
        ["", "plain", "\"", "\\", "\\\"", "{[}]", "\n\t\r", "a,b", "ünï 日本 🐂", new('\\', 70), new('x', 63), "\"}\n{\""];

    public static string Value(Random random, bool laidOut)
    {
        JsonNode? node = random.Next(8) switch { 0 => Leaf(random), 1 => Array(random, 2), _ => Object(random, 3) };
        return node is null ? "null" : node.ToJsonString(new JsonSerializerOptions { WriteIndented = laidOut });
    }

    /// <summary>Values as one array or one after the other, with space between them.</summary>
    public static string Document(Random random, IReadOnlyList<string> values, bool array)
    {
        var text = new StringBuilder(random.Next(4) == 0 ? "\uFEFF" : "").Append(Space(random));
        if (array) text.Append('[').Append(Space(random));
        for (int index = 0; index < values.Count; index++)
        {
            text.Append(values[index]).Append(Space(random));
            if (array && index < values.Count - 1) text.Append(',');
            text.Append(array ? Space(random) : " ");
        }

        if (array) text.Append(']');
        return text.Append(Space(random)).ToString();
    }

    private static string Space(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => " \t\r\n"[random.Next(4)]));

    private static JsonObject Object(Random random, int depth)
    {
        var result = new JsonObject();
        for (int count = random.Next(5); count > 0; count--)
            result[$"k{count}{Texts[random.Next(Texts.Length)]}"] = Node(random, depth - 1);
        return result;
    }

    private static JsonArray Array(Random random, int depth) =>
        [.. Enumerable.Range(0, random.Next(4)).Select(_ => Node(random, depth - 1))];

    private static JsonNode? Node(Random random, int depth) => random.Next(depth > 0 ? 4 : 2) switch
    {
        2 => Object(random, depth),
        3 => Array(random, depth),
        _ => Leaf(random),
    };

    private static JsonValue? Leaf(Random random) => random.Next(4) switch
    {
        0 => JsonValue.Create(random.Next(-1000, 1000) / 8.0),
        1 => JsonValue.Create(random.Next(2) == 0),
        2 => null,
        _ => JsonValue.Create(Texts[random.Next(Texts.Length)]),
    };
}
