using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Runink.Pipelines.Planning;

namespace Runink.Runs.Ledger;

/// <summary>What the serialiser knows of the ledger's records when the program is compiled, beside that of plans.</summary>
/// <remarks>
/// It gives null to an initialised property that the text does not name, so such a property of a record keeps its value in its own <c>init</c>.
/// </remarks>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(StageRecord))]
[JsonSerializable(typeof(SliceRecord))]
[JsonSerializable(typeof(DatasetManifest))]
internal sealed partial class LedgerJsonContext : JsonSerializerContext
{
    /// <summary>Options for the records: those of plans, which know these types, too.</summary>
    public static JsonSerializerOptions OfRecords()
    {
        var options = new JsonSerializerOptions(PlanJson.Options)
        {
            TypeInfoResolver = JsonTypeInfoResolver.Combine(Default, PlanJson.Options.TypeInfoResolver),
        };
        // Before the one for any type, which is last.
        options.Converters.Insert(0, new JsonStringEnumConverter<RunState>(JsonNamingPolicy.CamelCase));
        options.Converters.Insert(0, new JsonStringEnumConverter<StageState>(JsonNamingPolicy.CamelCase));
        return options;
    }
}
