namespace Runink.Data.Functions;

/// <summary>One reading of a table function: shares the work between its readers. Thread-safe; disposed by the engine.</summary>
public abstract class TableSource : IDisposable
{
    /// <summary>How many threads may read at the same time. The engine may use fewer, never more.</summary>
    public virtual int MaxThreads => 1;

    /// <summary>A reader for one thread, made when that thread first asks for rows.</summary>
    protected internal abstract TableReader CreateReader();

    /// <summary>Frees what the reading holds.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the reading holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
