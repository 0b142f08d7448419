namespace Runink.Data.Functions;

/// <summary>
/// One thread's share of a reading. Its calls never overlap, but may come from different threads. Disposed by the engine.
/// </summary>
public abstract class TableReader : IDisposable
{
    /// <summary>
    /// Writes the next rows and returns how many; 0 when this thread has no more, after which it is not asked again. An
    /// exception ends the query with its message and becomes the inner exception of the error.
    /// </summary>
    protected internal abstract int Fill(TableOutput output);

    /// <summary>Frees what the reader holds; texts it wrote without copying may be freed now.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the reader holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
