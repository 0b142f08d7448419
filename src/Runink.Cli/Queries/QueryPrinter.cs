using Runink.Cli.Output;
using Runink.Data.Engines;
using Runink.Data.Results;

namespace Runink.Cli.Queries;

/// <summary>Prints the result of a query. The engine writes the values, so that every type has a text; csv and json are streamed.</summary>
internal static class QueryPrinter
{
    /// <summary>Most rows that a table shows; a table must be laid out before it is printed.</summary>
    public const int TableRowsMax = 10_000;

    /// <summary>Runs <paramref name="sql"/> and prints it.</summary>
    public static void Print(EngineConnection connection, string sql, string format, Terminal terminal, CancellationToken cancellation)
    {
        var columns = connection.Describe(sql);
        switch (format)
        {
            case "json": PrintJson(connection, sql, terminal, cancellation); break;
            case "csv": PrintCsv(connection, sql, columns, terminal, cancellation); break;
            default: PrintTable(connection, sql, columns, terminal, cancellation); break;
        }
    }

    private static void PrintJson(EngineConnection connection, string sql, Terminal terminal, CancellationToken cancellation)
    {
        using var result = connection.Stream($"SELECT to_json(q)::VARCHAR FROM (\n{sql}\n) q", cancellation);
        var first = true;
        terminal.Out.Write("[");
        foreach (var row in result.Rows())
        {
            terminal.Out.Write(first ? "\n" : ",\n");
            terminal.Out.Write(row[0]);
            first = false;
        }

        terminal.Out.WriteLine(first ? "]" : "\n]");
    }

    private static void PrintCsv(EngineConnection connection, string sql, IReadOnlyList<EngineColumn> columns, Terminal terminal, CancellationToken cancellation)
    {
        using var result = connection.Stream(AsText(sql, columns), cancellation);
        terminal.Out.WriteLine(string.Join(',', columns.Select(column => CsvField(column.Name))));
        foreach (var row in result.Rows()) terminal.Out.WriteLine(string.Join(',', row.Select(value => value is null ? "" : CsvField((string)value))));
    }

    private static void PrintTable(EngineConnection connection, string sql, IReadOnlyList<EngineColumn> columns, Terminal terminal, CancellationToken cancellation)
    {
        var table = new TextTable([.. columns.Select(column => IsNumeric(column) ? $">{column.Name}" : column.Name)]);
        using var result = connection.Stream(AsText(sql, columns), cancellation);
        var rows = 0;
        foreach (var row in result.Rows().Take(TableRowsMax + 1))
        {
            if (++rows <= TableRowsMax) table.Add([.. row.Select(value => OneLine((string?)value ?? "null"))]);
        }

        table.Write(terminal.Out, terminal.OutPaint);
        if (rows > TableRowsMax) terminal.Error.WriteLine($"only the first {TableRowsMax} rows are shown; use -o csv or -o json for all");
    }

    private static string AsText(string sql, IReadOnlyList<EngineColumn> columns) =>
        $"SELECT {string.Join(", ", columns.Select((_, i) => $"CAST(c{i} AS VARCHAR)"))} FROM (\n{sql}\n) q({string.Join(", ", columns.Select((_, i) => $"c{i}"))})";

    private static bool IsNumeric(EngineColumn column) =>
        column.Type.Contains("INT", StringComparison.Ordinal) || column.Type is "DOUBLE" or "FLOAT" || column.Type.StartsWith("DECIMAL", StringComparison.Ordinal);

    private static string OneLine(string text) => text.ReplaceLineEndings("⏎");

    private static string CsvField(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") >= 0 || text.Length == 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
