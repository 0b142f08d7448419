using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Runink.Pipelines.Planning;

/// <summary>The JSON of plans, assignments and events: camel case, enums as text, one line. Thread-safe.</summary>
public static class PlanJson
{
    /// <summary>Options that every reader and writer of these formats uses.</summary>
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.Strict,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new ColumnTypeConverter(), new EquatableListConverter() },
        // What is written for people alone, such as the output of commands, is found out by reflection.
        TypeInfoResolver = JsonTypeInfoResolver.Combine(PlanJsonContext.Default, new DefaultJsonTypeInfoResolver()),
    };

    static PlanJson()
    {
        foreach (var converter in PlanJsonContext.Names()) Options.Converters.Add(converter);
        Options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
    }

    /// <summary>Writes a value as one line of JSON.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>Reads a value; a malformed one is a <see cref="JsonException"/>.</summary>
    public static T Read<T>(string json) => Read<T>(json, Options);

    /// <summary>Reads a value of which <paramref name="options"/> know more; a malformed one is a <see cref="JsonException"/>.</summary>
    public static T Read<T>(string json, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize<T>(json, options) ?? throw new JsonException($"expected {typeof(T).Name}, found null");
}
