using System.Runtime.InteropServices;

namespace Runink.Data.Native;

/// <summary>
/// A native object of the engine. The engine counts references itself: a connection keeps its database alive, and a
/// result its connection, so the order in which handles are finalised does not matter.
/// </summary>
internal abstract class EngineHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;
}

internal sealed class DatabaseHandle : EngineHandle
{
    protected override bool ReleaseHandle()
    {
        DuckDb.duckdb_close(ref handle);
        return true;
    }
}

internal sealed class ConnectionHandle : EngineHandle
{
    protected override bool ReleaseHandle()
    {
        DuckDb.duckdb_disconnect(ref handle);
        return true;
    }
}

internal sealed class ExtractedHandle : EngineHandle
{
    protected override bool ReleaseHandle()
    {
        DuckDb.duckdb_destroy_extracted(ref handle);
        return true;
    }
}

internal sealed class PreparedHandle : EngineHandle
{
    protected override bool ReleaseHandle()
    {
        DuckDb.duckdb_destroy_prepare(ref handle);
        return true;
    }
}

internal sealed class PendingHandle : EngineHandle
{
    protected override bool ReleaseHandle()
    {
        DuckDb.duckdb_destroy_pending(ref handle);
        return true;
    }
}

internal sealed class ChunkHandle : EngineHandle
{
    protected override bool ReleaseHandle()
    {
        DuckDb.duckdb_destroy_data_chunk(ref handle);
        return true;
    }
}

internal sealed class LogicalTypeHandle : EngineHandle
{
    protected override bool ReleaseHandle()
    {
        DuckDb.duckdb_destroy_logical_type(ref handle);
        return true;
    }
}

internal sealed class ScalarFunctionHandle : EngineHandle
{
    protected override bool ReleaseHandle()
    {
        DuckDb.duckdb_destroy_scalar_function(ref handle);
        return true;
    }
}

internal sealed class TableFunctionHandle : EngineHandle
{
    protected override bool ReleaseHandle()
    {
        DuckDb.duckdb_destroy_table_function(ref handle);
        return true;
    }
}

/// <summary>A result lives in memory of the caller in the C API; this handle owns that memory too.</summary>
internal sealed unsafe class ResultHandle : EngineHandle
{
    public ResultHandle() => SetHandle((nint)NativeMemory.AllocZeroed((nuint)sizeof(NativeResult)));

    internal NativeResult* Pointer => (NativeResult*)handle;

    protected override bool ReleaseHandle()
    {
        DuckDb.duckdb_destroy_result((NativeResult*)handle);
        NativeMemory.Free((void*)handle);
        return true;
    }
}
