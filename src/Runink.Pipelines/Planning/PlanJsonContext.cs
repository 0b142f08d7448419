using System.Text.Json.Serialization;
using Runink.Pipelines.Planning.CSharp;
using Runink.Pipelines.Slices;

namespace Runink.Pipelines.Planning;

/// <summary>
/// What the serialiser knows of plans, assignments and events when the program is compiled. To find it out by reflection takes a quarter of the
/// processor time of a short run.
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
internal sealed partial class PlanJsonContext : JsonSerializerContext;
