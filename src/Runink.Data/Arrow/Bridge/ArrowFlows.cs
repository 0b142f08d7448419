using System.Collections.Concurrent;
using Runink.Data.Arrow.Ipc;
using Runink.Data.Functions;

namespace Runink.Data.Arrow.Bridge;

/// <summary>
/// Makes streams readable in SQL while they arrive: <c>FROM arrow_stream('name')</c>. One pass, and one batch in memory for each thread:
/// the engine asks for rows, and only then more is read, so a slow query holds the writer up. Unless the engine keeps order, rows come in any. Thread-safe.
/// </summary>
public sealed class ArrowFlows() : TableFunction("arrow_stream", "VARCHAR"), IDisposable
{
    private readonly ConcurrentDictionary<string, ArrowFlow> _flows = new(StringComparer.Ordinal);

    /// <summary>
    /// Gives a stream a name in SQL. From now on it belongs to the flows: it is closed after the query that reads it, to the end
    /// or not, or with <see cref="Dispose"/>.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="stream">The stream, of which nothing but the schema was read.</param>
    /// <param name="options">How SQL sees it; null for every field as a column.</param>
    /// <returns>Tells how far it was read.</returns>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    /// <exception cref="ArrowFormatException">A column has a type that SQL does not know here.</exception>
    public ArrowFlowProgress Add(string name, ArrowStreamReader stream, ArrowFlowOptions? options = null)
    {
        var flow = new ArrowFlow(name, stream, options ?? ArrowFlowOptions.Default);
        return _flows.TryAdd(name, flow)
            ? flow.Progress
            : throw new ArgumentException($"there is a flow \"{name}\" already", nameof(name));
    }

    /// <summary>The SQL type that a field has as a column.</summary>
    /// <exception cref="ArrowFormatException">It has a type that SQL does not know here.</exception>
    public static string TypeOf(ArrowField field) => Fillers.For(field).Type;

    /// <summary>Closes the streams that no query has read.</summary>
    public void Dispose()
    {
        foreach (var flow in _flows.Values) flow.Dispose();
    }

    /// <inheritdoc/>
    protected internal override TableScan Bind(TableArguments arguments)
    {
        var name = arguments.Text(0) ?? "";
        return _flows.TryGetValue(name, out var flow)
            ? flow.AsTable()
            : throw new ArgumentException($"there is no flow \"{name}\"");
    }
}
