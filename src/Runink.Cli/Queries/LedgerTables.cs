using System.Globalization;
using Runink.Data.Engines;
using Runink.Data.Sql;
using Runink.Runs.DeadLetters;
using Runink.Runs.Ledger;

namespace Runink.Cli.Queries;

/// <summary>The ledger as tables <c>runink.runs</c>, <c>runink.stages</c>, <c>runink.datasets</c>, <c>runink.dead_letters</c> (counts by rule).</summary>
internal sealed class LedgerTables(EngineConnection connection, RunLedger ledger)
{
    private const string Schema = "runink";

    /// <summary>Whether a query speaks of them; filling them costs a read of the whole ledger.</summary>
    public static bool AreNamedIn(string sql) => sql.Contains(Schema, StringComparison.OrdinalIgnoreCase);

    /// <summary>Makes and fills the tables.</summary>
    public async Task DefineAsync(DeadLetterReader letters, CancellationToken cancellation)
    {
        connection.Execute($"CREATE SCHEMA {Schema}", cancellation);
        var runs = await ledger.ListAsync(cancellation);
        Define("runs", "id VARCHAR, state VARCHAR, started TIMESTAMPTZ, ended TIMESTAMPTZ, features VARCHAR[], scenario VARCHAR",
            runs.Select(run => Row(Text(run.Id), Text(Word(run.State)), Time(run.Time), Time(run.Ended), SqlText.List(run.Features), Text(run.Scenario))));
        var stages = new List<StageRecord>();
        foreach (var run in runs) stages.AddRange((await ledger.StagesAsync(run.Id, cancellation)).Select(entry => entry.Record));
        Define("stages", "run VARCHAR, stage VARCHAR, scenario VARCHAR, feature VARCHAR, state VARCHAR, attempt INTEGER, started TIMESTAMPTZ, ended TIMESTAMPTZ, "
            + "records_read BIGINT, records_failed BIGINT, peak_memory_bytes BIGINT, cpu_milliseconds BIGINT, failure VARCHAR", stages.Select(Row));
        Define("datasets", "dataset VARCHAR, run VARCHAR, stage VARCHAR, committed TIMESTAMPTZ, parts BIGINT, \"rows\" BIGINT, bytes BIGINT",
            (await ledger.DatasetsAsync(cancellation)).Select(dataset => Row(
                Text(dataset.Dataset), Text(dataset.Run), Text(dataset.Stage), Time(dataset.Committed),
                Number(dataset.Parts.Count), Number(dataset.Rows), Number(dataset.Parts.Sum(part => part.Size)))));
        Define("dead_letters", "run VARCHAR, stage VARCHAR, dataset VARCHAR, rule VARCHAR, letters BIGINT",
            (await letters.ListAsync(cancellation: cancellation)).SelectMany(summary => summary.FailedByRule.Select(rule => Row(
                Text(summary.Run), Text(summary.Stage), Text(summary.Dataset.Identity), Text(rule.Key), Number(rule.Value)))));
    }

    private static string Row(StageRecord stage) => Row(
        Text(stage.Run), Text(stage.Id), Text(stage.Scenario), Text(stage.Feature), Text(Word(stage.State)), Number(stage.Attempt),
        Time(stage.Started), Time(stage.Ended), Number(stage.Counts?.RecordsRead), Number(stage.Counts?.RecordsFailed),
        Number(stage.Counts?.PeakMemoryBytes), Number(stage.Counts?.CpuMilliseconds), Text(stage.Failure?.Message));

    private void Define(string table, string columns, IEnumerable<string> rows)
    {
        connection.Execute($"CREATE TABLE {Schema}.{table} ({columns})");
        foreach (var batch in rows.Chunk(500)) connection.Execute($"INSERT INTO {Schema}.{table} VALUES {string.Join(", ", batch)}");
    }

    private static string Row(params string[] values) => $"({string.Join(", ", values)})";

    private static string Text(string? value) => value is null ? "NULL" : SqlText.Literal(value.Replace("\0", "", StringComparison.Ordinal));

    private static string Time(DateTimeOffset? value) =>
        value is { } time ? $"{SqlText.Literal(time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture))}::TIMESTAMPTZ" : "NULL";

    private static string Number(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "NULL";

    private static string Word<T>(T state)
        where T : struct, Enum => state.ToString().ToLowerInvariant();
}
