using System.Text.Json;
using System.Text.Json.Serialization;

namespace Runink.Pipelines.Planning;

/// <summary>The JSON of plans, assignments and events: camel case, enums as text, one line. Thread-safe.</summary>
public static class PlanJson
{
    /// <summary>Options that every reader and writer of these formats uses.</summary>
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.Strict,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.CamelCase),
            new ColumnTypeConverter(),
            new EquatableListConverter(),
        },
    };

    /// <summary>Writes a value as one line of JSON.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>Reads a value; a malformed one is a <see cref="JsonException"/>.</summary>
    public static T Read<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException($"expected {typeof(T).Name}, found null");
}
