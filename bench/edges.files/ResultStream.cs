using System.Runtime.InteropServices;

namespace Runink.Bench.Edges;

/// <summary>A result of the engine as an ArrowArrayStream of the C stream interface; one result at a time.</summary>
internal sealed unsafe class ResultStream : IDisposable
{
    private static NativeResult* _result;
    private static nint _options;
    private readonly ArrowArrayStream* _stream;

    internal ResultStream(NativeResult* result)
    {
        _result = result;
        _options = NativeArrow.duckdb_result_get_arrow_options(result);
        _stream = (ArrowArrayStream*)NativeMemory.AllocZeroed((nuint)sizeof(ArrowArrayStream));
        _stream->GetSchema = &GetSchema;
        _stream->GetNext = &GetNext;
        _stream->GetLastError = &GetLastError;
        _stream->Release = &Release;
    }

    internal nint Address => (nint)_stream;

    public void Dispose()
    {
        NativeArrow.duckdb_destroy_arrow_options(ref _options);
        NativeMemory.Free(_stream);
    }

    [UnmanagedCallersOnly]
    private static int GetSchema(ArrowArrayStream* stream, void* schema)
    {
        var count = (int)NativeArrow.duckdb_column_count(_result);
        var types = stackalloc nint[count];
        var names = stackalloc nint[count];
        for (var i = 0; i < count; i++)
        {
            types[i] = NativeArrow.duckdb_column_logical_type(_result, (ulong)i);
            names[i] = NativeArrow.duckdb_column_name(_result, (ulong)i);
        }
        var error = NativeArrow.duckdb_to_arrow_schema(_options, types, names, (ulong)count, schema);
        for (var i = 0; i < count; i++) NativeArrow.duckdb_destroy_logical_type(ref types[i]);
        return error == 0 ? 0 : 5;
    }

    [UnmanagedCallersOnly]
    private static int GetNext(ArrowArrayStream* stream, void* array)
    {
        const int arrayBytes = 80;
        NativeMemory.Clear(array, arrayBytes);
        var chunk = NativeArrow.duckdb_fetch_chunk(*_result);
        if (chunk == 0) return 0;
        var error = NativeArrow.duckdb_data_chunk_to_arrow(_options, chunk, array);
        NativeArrow.duckdb_destroy_data_chunk(ref chunk);
        return error == 0 ? 0 : 5;
    }

    [UnmanagedCallersOnly]
    private static nint GetLastError(ArrowArrayStream* stream) => 0;

    [UnmanagedCallersOnly]
    private static void Release(ArrowArrayStream* stream) => stream->Release = null;
}
