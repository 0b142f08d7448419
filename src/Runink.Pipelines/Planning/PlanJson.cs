using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning;

/// <summary>The JSON of plans, assignments and events: camel case, enums as text, one line. Thread-safe.</summary>
public static class PlanJson
{
    /// <summary>Options that every reader and writer of these formats uses.</summary>
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.Strict,
        // A null where none belongs is refused while it is read, as slices may say anything.
        RespectNullableAnnotations = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new ColumnTypeConverter(), new EquatableListConverter(),
            // One by one, as what is made of an open generic type is compiled only when it is needed; the last is for all others.
            Name<Classification>(), Name<CheckKind>(), Name<CheckSeverity>(), Name<DriftAction>(), Name<EncodingErrors>(), Name<JoinKind>(),
            Name<MaskMethod>(), Name<RecordFormat>(), Name<RuleKind>(), Name<SinkMode>(), Name<SliceIsolation>(),
            new JsonStringEnumConverter(JsonNamingPolicy.CamelCase),
        },
        // What is written for people alone, such as the output of commands, is found out by reflection.
        TypeInfoResolver = JsonTypeInfoResolver.Combine(PlanJsonContext.Default.WithAddedModifier(Demand), new DefaultJsonTypeInfoResolver()),
    };

    /// <summary>Writes a value as one line of JSON.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>Reads a value; a malformed one is a <see cref="JsonException"/>.</summary>
    public static T Read<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException($"expected {typeof(T).Name}, found null");

    /// <summary>What is never null is never left out either: else it would be null.</summary>
    private static void Demand(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.AssociatedParameter is { HasDefaultValue: false, IsNullable: false, ParameterType.IsValueType: false })
                property.IsRequired = true;
        }
    }

    private static JsonStringEnumConverter<T> Name<T>()
        where T : struct, Enum => new(JsonNamingPolicy.CamelCase);
}
