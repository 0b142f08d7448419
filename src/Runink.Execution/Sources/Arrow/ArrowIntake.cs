using Runink.Data.Arrow;
using Runink.Data.Arrow.Bridge;
using Runink.Data.Arrow.Ipc;
using Runink.Data.Sql;
using Runink.Execution.Edges;
using Runink.Execution.Validation;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;

namespace Runink.Execution.Sources.Arrow;

/// <summary>
/// What a step of one's own returns as an Arrow stream, as a source that is judged like every other. Columns are found by name; those that the step does not
/// declare are passed over, those that do not come are null. A value that its declared type does not have makes its record fail; a column whose values
/// never could is an error. Opened once, by the thread that defines its flow; the rest is safe to read at any time.
/// </summary>
internal sealed class ArrowIntake(SourceNode source, string path, EdgeFlows flows)
{
    private const string NoColumn = "\"NULL\"";
    private volatile ArrowStreamReader? _stream;
    private ArrowFlowProgress? _progress;

    /// <summary>For each declared column the type in which it comes, as the engine calls it. Known once it is open.</summary>
    public IReadOnlyList<string> Types { get; private set; } = [];

    /// <summary>The relation to select raw records from, once it is open.</summary>
    public string Reader { get; private set; } = "";

    /// <summary>Records handed to the engine so far.</summary>
    public long Records => _progress?.Rows ?? 0;

    /// <summary>Bytes read so far.</summary>
    public long BytesRead => _stream?.BytesRead ?? 0;

    /// <summary>Whether every record was handed to the engine.</summary>
    public bool IsComplete => _progress is { IsComplete: true };

    /// <summary>Waits for the step's schema, and makes its records readable.</summary>
    /// <exception cref="RuninkException">It is no Arrow stream (R5315), or has a column of a wrong type (R5316).</exception>
    public void Open()
    {
        var stream = Begin(EdgePipe.OpenToRead(path));
        _stream = stream;
        try
        {
            var fields = source.Columns.Select(column => FieldOf(stream.Schema, column.Name)).ToList();
            Types = [.. fields.Select(field => field is { } index ? TypeOf(stream.Schema.Fields[index]) : NoColumn)];
            RequireTypes();
            var taken = fields.OfType<int>().ToList();
            _progress = flows.Add(source.Id, stream, new ArrowFlowOptions { Fields = taken, RowNumber = "_runi_pos", Explain = Unsound });
            var columns = source.Columns.Select((column, i) => fields[i] is null
                ? $"NULL AS {SqlText.Identifier(column.Name)}"
                : SqlText.Identifier(column.Name));
            Reader = $"(SELECT {string.Join(", ", columns)}, _runi_pos, 0::UTINYINT AS _runi_form FROM {EdgeFlows.Table(source.Id)})";
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private ArrowStreamReader Begin(Stream pipe)
    {
        try
        {
            return ArrowStreamReader.Open(pipe);
        }
        catch (ArrowFormatException unsound)
        {
            throw Unsound(unsound);
        }
    }

    private int? FieldOf(ArrowSchema schema, string column)
    {
        var found = Enumerable.Range(0, schema.Fields.Count).Where(index => schema.Fields[index].Name == column).ToList();
        if (found.Count > 1) throw WrongColumns($"the column \"{column}\" comes {found.Count} times");
        return found.Count == 0 ? null : found[0];
    }

    private string TypeOf(ArrowField field)
    {
        try
        {
            return ArrowFlows.TypeOf(field);
        }
        catch (ArrowFormatException unknown)
        {
            throw WrongColumns(unknown.Message);
        }
    }

    private void RequireTypes()
    {
        var wrong = source.Columns.Zip(Types)
            .Where(pair => ExactCast.Of("x", pair.Second, pair.First.Type, source.Options.TimeZone) is null)
            .Select(pair => $"\"{pair.First.Name}\" comes as {ColumnTypeParser.FromEngine(pair.Second)} and is declared as {pair.First.Type}")
            .ToList();
        if (wrong.Count > 0) throw WrongColumns(string.Join("; ", wrong));
    }

    private RuninkException WrongColumns(string what) =>
        SliceErrors.Exception(SliceErrors.StepColumns, $"step \"{source.Flow}\": of what {source.Dataset.Path} returns, {what}", source.At);

    // Whose writer just stopped says so itself, if it has a reason; only when it has none, this is all that is known.
    private RuninkException Unsound(ArrowFormatException unsound) => unsound.EndsEarly
        ? SliceErrors.Exception(
            SliceErrors.StepEndedEarly, $"step \"{source.Flow}\": {source.Dataset.Path} ended in the middle of its Arrow stream", source.At, inner: unsound)
        : SliceErrors.Exception(
            SliceErrors.StepStream, $"step \"{source.Flow}\": what {source.Dataset.Path} writes is not an Arrow stream: {unsound.Message}", source.At, inner: unsound);
}
