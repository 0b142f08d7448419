using System.Text;
using System.Text.Json;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;

namespace Runink.Runs.Ledger;

/// <summary>The JSON of the ledger and of manifests; refuses what a newer version wrote.</summary>
internal static class LedgerJson
{
    private static readonly JsonSerializerOptions s_options = LedgerJsonContext.OfRecords();

    /// <summary>A record as UTF-8 JSON.</summary>
    public static byte[] Write<T>(T record)
        where T : ILedgerRecord => JsonSerializer.SerializeToUtf8Bytes(record, s_options);

    /// <summary>Reads a record; <paramref name="current"/> is the newest version that is understood.</summary>
    public static T Read<T>(ReadOnlySpan<byte> json, int current, string where)
        where T : ILedgerRecord
    {
        try
        {
            var record = PlanJson.Read<T>(Encoding.UTF8.GetString(json), s_options);
            return record.Version >= 1 && record.Version <= current
                ? record
                : throw Unreadable($"{where} has version {record.Version}, this program knows {current}", null);
        }
        catch (JsonException damage)
        {
            throw Unreadable($"{where} cannot be read: {damage.Message}", damage);
        }
    }

    private static RuninkException Unreadable(string message, Exception? inner) =>
        new(RunErrors.RecordUnreadable.Error(message, at: null), ExitCodes.WorkFailed, inner);
}
