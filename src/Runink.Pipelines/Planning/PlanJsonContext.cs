using System.Text.Json.Serialization;
using Runink.Pipelines.Planning.CSharp;
using Runink.Pipelines.Slices;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning;

/// <summary>
/// What the serialiser knows of plans, assignments and events when the program is compiled. To find it out by reflection takes a quarter of the time
/// of a short run.
/// </summary>
/// <remarks>
/// What it reads has null or zero where the text names no value, even if the property is initialised: assignments, which have such, are read by
/// <see cref="Slices.Reading.AssignmentReader"/>.
/// </remarks>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(SliceAssignment))]
[JsonSerializable(typeof(SliceEvent))]
[JsonSerializable(typeof(SliceReady))]
[JsonSerializable(typeof(DeadLetter))]
[JsonSerializable(typeof(CompiledStep.Header))]
internal sealed partial class PlanJsonContext : JsonSerializerContext
{
    /// <summary>The converters of named values, one by one: what is made of an open generic type is compiled only when it is needed.</summary>
    public static IEnumerable<JsonConverter> Names() =>
    [
        Name<Classification>(), Name<CheckKind>(), Name<CheckSeverity>(), Name<DriftAction>(), Name<EncodingErrors>(), Name<JoinKind>(), Name<MaskMethod>(),
        Name<RecordFormat>(), Name<RuleKind>(), Name<SinkMode>(), Name<SliceIsolation>(),
    ];

    private static JsonStringEnumConverter<T> Name<T>()
        where T : struct, Enum => new(System.Text.Json.JsonNamingPolicy.CamelCase);
}
