using Runink.Data.Arrow.Ipc;
using Runink.Data.Functions;
using Runink.Data.Results;

namespace Runink.Data.Arrow.Bridge;

/// <summary>One stream that SQL can read once. Its columns can be looked at any number of times. Thread-safe.</summary>
internal sealed class ArrowFlow : IDisposable
{
    private readonly string _name;
    private readonly EngineColumn[] _columns;
    private ArrowStreamReader? _stream;

    internal ArrowFlow(string name, ArrowStreamReader stream)
    {
        _name = name;
        _stream = stream;
        foreach (var field in stream.Schema.Fields) Fillers.RequireName(field);
        _columns = [.. stream.Schema.Fields.Select(field => new EngineColumn(field.Name, Fillers.For(field).Type))];
    }

    /// <summary>The flow as a table. The engine disposes that after every bind, and the flow must outlive it.</summary>
    internal TableScan AsTable() => new Scan(this);

    public void Dispose() => Interlocked.Exchange(ref _stream, null)?.Dispose();

    private ArrowStreamReader Take() => Interlocked.Exchange(ref _stream, null)
        ?? throw new InvalidOperationException(
            $"the flow \"{_name}\" was read already; what is to be read twice must be stored first");

    private sealed class Scan(ArrowFlow flow) : TableScan
    {
        public override IReadOnlyList<EngineColumn> Columns => flow._columns;

        protected internal override TableSource Open(IReadOnlyList<int> projection) =>
            new ArrowFlowSource(flow._name, flow.Take(), projection);
    }
}
