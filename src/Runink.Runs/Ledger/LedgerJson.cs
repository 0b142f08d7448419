using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;

namespace Runink.Runs.Ledger;

/// <summary>The JSON of the ledger and of manifests; refuses what a newer version wrote.</summary>
internal static class LedgerJson
{
    private static readonly JsonSerializerOptions s_options = Options();

    /// <summary>A record as UTF-8 JSON.</summary>
    public static byte[] Write<T>(T record)
        where T : ILedgerRecord => JsonSerializer.SerializeToUtf8Bytes(record, s_options);

    /// <summary>Reads a record; <paramref name="current"/> is the newest version that is understood.</summary>
    public static T Read<T>(ReadOnlySpan<byte> json, int current, string where)
        where T : ILedgerRecord
    {
        try
        {
            var record = JsonSerializer.Deserialize<T>(json, s_options) ?? throw new JsonException("it is null");
            return record.Version >= 1 && record.Version <= current
                ? record
                : throw Unreadable($"{where} has version {record.Version}, this program knows {current}", null);
        }
        catch (JsonException damage)
        {
            throw Unreadable($"{where} cannot be read: {damage.Message}", damage);
        }
    }

    /// <summary>Those of plans, which know the records and their named values, too.</summary>
    private static JsonSerializerOptions Options()
    {
        var options = new JsonSerializerOptions(PlanJson.Options)
        {
            TypeInfoResolver = JsonTypeInfoResolver.Combine(LedgerJsonContext.Default, PlanJson.Options.TypeInfoResolver),
        };
        // Before the one for all others, which is last.
        options.Converters.Insert(0, new JsonStringEnumConverter<RunState>(JsonNamingPolicy.CamelCase));
        options.Converters.Insert(0, new JsonStringEnumConverter<StageState>(JsonNamingPolicy.CamelCase));
        return options;
    }

    private static RuninkException Unreadable(string message, Exception? inner) =>
        new(RunErrors.RecordUnreadable.Error(message, at: null), ExitCodes.WorkFailed, inner);
}
