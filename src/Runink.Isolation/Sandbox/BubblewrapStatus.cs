using System.Text.Json;

namespace Runink.Isolation.Sandbox;

/// <summary>Reads what bubblewrap tells about a sandbox: a JSON object on each line.</summary>
internal static class BubblewrapStatus
{
    /// <summary>A number that a line tells; null when it tells something else.</summary>
    /// <param name="line">A line.</param>
    /// <param name="name"><c>child-pid</c>, the first process of the sandbox as the machine counts, or <c>exit-code</c>.</param>
    public static int? Number(string line, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(name, out var value)
                && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
                ? number
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
