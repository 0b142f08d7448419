using System.Text.Json.Serialization;

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
internal sealed partial class LedgerJsonContext : JsonSerializerContext;
