using Runink.Data.Arrow.Ipc;
using Runink.Data.Functions;
using Runink.Data.Results;

namespace Runink.Data.Arrow.Bridge;

/// <summary>One stream that SQL can read once. Its columns can be looked at any number of times. Thread-safe.</summary>
internal sealed class ArrowFlow : IDisposable
{
    private readonly EngineColumn[] _columns;
    private ArrowStreamReader? _stream;

    internal ArrowFlow(string name, ArrowStreamReader stream, ArrowFlowOptions options)
    {
        (Name, Options, _stream) = (name, options, stream);
        Fields = options.Fields ?? [.. Enumerable.Range(0, stream.Schema.Fields.Count)];
        var fields = Fields.Select(field => stream.Schema.Fields[field]).ToList();
        foreach (var field in fields) Fillers.RequireName(field);
        var columns = fields.Select(field => new EngineColumn(field.Name, Fillers.For(field).Type));
        _columns = [.. options.RowNumber is { } number ? columns.Append(new EngineColumn(number, "BIGINT")) : columns];
    }

    internal string Name { get; }

    internal ArrowFlowOptions Options { get; }

    /// <summary>For each column but that of the row numbers, the index of its field.</summary>
    internal IReadOnlyList<int> Fields { get; }

    internal ArrowFlowProgress Progress { get; } = new();

    /// <summary>The flow as a table. The engine disposes that after every bind, and the flow must outlive it.</summary>
    internal TableScan AsTable() => new Scan(this);

    public void Dispose() => Interlocked.Exchange(ref _stream, null)?.Dispose();

    private ArrowStreamReader Take() => Interlocked.Exchange(ref _stream, null)
        ?? throw new InvalidOperationException(
            $"the flow \"{Name}\" was read already; what is to be read twice must be stored first");

    private sealed class Scan(ArrowFlow flow) : TableScan
    {
        public override IReadOnlyList<EngineColumn> Columns => flow._columns;

        protected internal override TableSource Open(IReadOnlyList<int> projection) =>
            new ArrowFlowSource(flow, flow.Take(), projection);
    }
}
