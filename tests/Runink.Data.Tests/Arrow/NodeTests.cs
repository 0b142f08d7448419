using System.Diagnostics;
using System.Text;
using Runink.Data.Arrow;
using Runink.Data.Arrow.Ipc;
using Runink.Pipelines.Tests;

namespace Runink.Data.Tests.Arrow;

/// <summary>Arrow's own library for JavaScript reads what Runink writes. The package is pinned and fetched by npm once.</summary>
public sealed class NodeTests
{
    private static readonly string Folder = Path.Combine(RepositoryFiles.Root, "tests", "Runink.Data.Tests", "Arrow", "node");

    [Theory]
    [InlineData("stream")]
    [InlineData("file")]
    public void The_library_for_JavaScript_reads_what_is_written(string form)
    {
        var random = new RandomBatches(Seed.Next());
        var all = random.SchemaOfAll();
        var schema = all with { Fields = [.. all.Fields.Where(field => IsKnown(field) && (form == "stream" || field.Dictionary is null))] };
        var batches = new[] { 5, 0, 1, 100 }.Select(rows => random.Batch(schema, rows)).ToArray();
        var directory = Directory.CreateTempSubdirectory("runink-data-");
        try
        {
            var path = Path.Combine(directory.FullName, "data.arrow");
            using (var output = File.Create(path)) Write(form, output, schema, batches);
            Assert.Equal(Expected(schema, batches), Run("node", ["read.mjs", path]));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static void Write(string form, Stream output, ArrowSchema schema, RecordBatch[] batches)
    {
        if (form == "stream")
        {
            RoundTripTests.Write(schema, batches).CopyTo(output);
            return;
        }
        using var writer = new ArrowFileWriter(output, schema);
        foreach (var batch in batches) writer.Write(batch);
        writer.End();
    }

    /// <summary>What that library reads, too: not all that the format has.</summary>
    private static bool IsKnown(ArrowField field) =>
        field.Type is not (ArrowType.Decimal { Bits: 32 or 64 } or ArrowType.List { IsLarge: true } or ArrowType.FixedBinary { Bytes: 0 })
        && field.Children.All(IsKnown);

    private static List<string> Expected(ArrowSchema schema, RecordBatch[] batches)
    {
        var lines = schema.Fields.Select(field => $"{field.Name} {TypeName(field)} {(field.IsNullable ? "true" : "false")}").ToList();
        foreach (var batch in batches)
        {
            lines.Add($"{batch.RowCount} rows");
            lines.AddRange(batch.Columns.Select(column =>
                $"{column.Field.Name}: {string.Join(" | ", Enumerable.Range(0, column.Length).Select(row => Value(column, row)))}"));
        }
        return lines;
    }

    /// <summary>The type as that library writes it.</summary>
    private static string TypeName(ArrowField field) => field switch
    {
        { Dictionary: { } dictionary } => $"Dictionary<{Int(dictionary.Index)}, {TypeName(field with { Dictionary = null })}>",
        { Type: ArrowType.Int whole } => Int(whole),
        { Type: ArrowType.Float real } => $"Float{real.Bits}",
        { Type: ArrowType.Utf8 text } => text.IsLarge ? "LargeUtf8" : "Utf8",
        { Type: ArrowType.Binary binary } => binary.IsLarge ? "LargeBinary" : "Binary",
        { Type: ArrowType.Decimal number } => $"Decimal[{number.Precision}e+{number.Scale}]",
        { Type: ArrowType.FixedBinary binary } => $"FixedSizeBinary[{binary.Bytes}]",
        { Type: ArrowType.Date date } => date.IsMilliseconds ? "Date64<MILLISECOND>" : "Date32<DAY>",
        { Type: ArrowType.Time time } => $"Time{(time.Unit <= TimeUnit.Millisecond ? 32 : 64)}<{Upper(time.Unit)}>",
        { Type: ArrowType.Timestamp time } => $"Timestamp<{Upper(time.Unit)}{(time.Zone is null ? "" : $", {time.Zone}")}>",
        { Type: ArrowType.Duration time } => $"Duration<{Upper(time.Unit)}>",
        { Type: ArrowType.Interval { Unit: var unit } } =>
            $"Interval<{unit switch { IntervalUnit.YearMonth => "YEAR_MONTH", IntervalUnit.DayTime => "DAY_TIME", _ => "MONTH_DAY_NANO" }}>",
        { Type: ArrowType.List } => $"List<{TypeName(field.Children[0])}>",
        { Type: ArrowType.FixedList list } => $"FixedSizeList[{list.Size}]<{TypeName(field.Children[0])}>",
        { Type: ArrowType.Struct } => $"Struct<{{{Children(field)}}}>",
        { Type: ArrowType.Map } => $"Map<{{{Children(field.Children[0])}}}>",
        { Type: ArrowType.Bool } => "Bool",
        _ => "Null",
    };

    private static string Int(ArrowType.Int type) => $"{(type.IsSigned ? "Int" : "Uint")}{type.Bits}";

    private static string Upper(TimeUnit unit) => unit.ToString().ToUpperInvariant();

    private static string Children(ArrowField field) =>
        string.Join(", ", field.Children.Select(child => $"{child.Name}:{TypeName(child)}"));

    private static string Value(ArrowColumn column, int row)
    {
        if (column.IsNull(row)) return "null";
        if (column.Dictionary is { } values) return Value(values, Shown.Place(column, row));
        return column.Field.Type switch
        {
            ArrowType.Bool => column.Bit(row) ? "true" : "false",
            ArrowType.Utf8 => $"\"{Encoding.UTF8.GetString(column.Bytes(row))}\"",
            ArrowType.Struct => "{" + string.Join(", ", column.Children.Select(child => Value(child, row))) + "}",
            ArrowType.FixedList list => Items(column.Children[0], row * list.Size, (row + 1) * list.Size),
            ArrowType.List or ArrowType.Map => Items(column.Children[0], column.Offset(row), column.Offset(row + 1)),
            _ => Convert.ToHexString(column.Bytes(row)),
        };
    }

    private static string Items(ArrowColumn column, int start, int end) =>
        "[" + string.Join(", ", Enumerable.Range(start, end - start).Select(row => Value(column, row))) + "]";

    private static string[] Run(string program, string[] arguments)
    {
        if (program == "node" && !File.Exists(Path.Combine(Folder, "node_modules", ".package-lock.json")))
            Run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {errors.Result}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
