using System.Runtime.InteropServices;
using Runink.Data.Engines;
using Runink.Data.Native;

namespace Runink.Data.Functions;

/// <summary>Makes a <see cref="TableFunction"/> known to the engine and stands between both at every call.</summary>
internal sealed unsafe class TableFunctionRegistration : FunctionRegistration<TableFunction>
{
    private readonly Engine _engine;

    private TableFunctionRegistration(TableFunction function, Engine engine)
        : base(function) => _engine = engine;

    internal static TableFunctionRegistration Register(EngineConnection connection, TableFunction function)
    {
        var engine = connection.Engine;
        using var native = DuckDb.duckdb_create_table_function();
        DuckDb.duckdb_table_function_set_name(native, function.Name);
        foreach (var parameter in function.Parameters)
        {
            using var type = engine.Types.Resolve(parameter);
            DuckDb.duckdb_table_function_add_parameter(native, type);
        }
        var registration = new TableFunctionRegistration(function, engine);
        DuckDb.duckdb_table_function_set_extra_info(native, ManagedObject.Give(registration), ManagedObject.Destroy);
        DuckDb.duckdb_table_function_set_bind(native, &OnBind);
        DuckDb.duckdb_table_function_set_init(native, &OnInit);
        DuckDb.duckdb_table_function_set_local_init(native, &OnLocalInit);
        DuckDb.duckdb_table_function_set_function(native, &OnFill);
        DuckDb.duckdb_table_function_supports_projection_pushdown(native, 1);
        if (DuckDb.duckdb_register_table_function(connection.Handle, native) != DuckDb.Success)
            throw new EngineException(EngineErrorType.Catalog, $"the engine refuses the table function {function.Name}");
        return registration;
    }

    [UnmanagedCallersOnly]
    private static void OnBind(nint info)
    {
        var registration = ManagedObject.Get<TableFunctionRegistration>(DuckDb.duckdb_bind_get_extra_info(info));
        try
        {
            var scan = registration.Function.Bind(new TableArguments(info));
            foreach (var column in scan.Columns)
            {
                using var type = registration._engine.Types.Resolve(column.Type);
                DuckDb.duckdb_bind_add_result_column(info, column.Name, type);
            }
            if (scan.EstimatedRows is { } rows) DuckDb.duckdb_bind_set_cardinality(info, (ulong)rows, isExact: 0);
            DuckDb.duckdb_bind_set_bind_data(info, ManagedObject.Give(scan), ManagedObject.Destroy);
        }
        catch (Exception failure)
        {
            DuckDb.duckdb_bind_set_error(info, registration._engine.Failures.Keep(failure));
        }
    }

    [UnmanagedCallersOnly]
    private static void OnInit(nint info)
    {
        var registration = ManagedObject.Get<TableFunctionRegistration>(DuckDb.duckdb_init_get_extra_info(info));
        try
        {
            var scan = ManagedObject.Get<TableScan>(DuckDb.duckdb_init_get_bind_data(info));
            var source = scan.Open(Projection(info));
            DuckDb.duckdb_init_set_init_data(info, ManagedObject.Give(source), ManagedObject.Destroy);
            DuckDb.duckdb_init_set_max_threads(info, (ulong)Math.Max(1, source.MaxThreads));
        }
        catch (Exception failure)
        {
            DuckDb.duckdb_init_set_error(info, registration._engine.Failures.Keep(failure));
        }
    }

    /// <summary>The engine does not show the source here, so the reader itself is made by the thread's first fill.</summary>
    [UnmanagedCallersOnly]
    private static void OnLocalInit(nint info) =>
        DuckDb.duckdb_init_set_init_data(info, ManagedObject.Give(new ReaderSlot()), ManagedObject.Destroy);

    [UnmanagedCallersOnly]
    private static void OnFill(nint info, nint chunk)
    {
        try
        {
            var slot = ManagedObject.Get<ReaderSlot>(DuckDb.duckdb_function_get_local_init_data(info));
            slot.Reader ??= ManagedObject.Get<TableSource>(DuckDb.duckdb_function_get_init_data(info)).CreateReader();
            var output = new TableOutput(chunk);
            output.SetRows(slot.Reader.Fill(output));
        }
        catch (Exception failure)
        {
            var registration = ManagedObject.Get<TableFunctionRegistration>(DuckDb.duckdb_function_get_extra_info(info));
            DuckDb.duckdb_function_set_error(info, registration._engine.Failures.Keep(failure));
        }
    }

    private static int[] Projection(nint info)
    {
        var projection = new int[DuckDb.duckdb_init_get_column_count(info)];
        for (var i = 0; i < projection.Length; i++)
            projection[i] = checked((int)DuckDb.duckdb_init_get_column_index(info, (ulong)i));
        return projection;
    }

    private sealed class ReaderSlot : IDisposable
    {
        internal TableReader? Reader { get; set; }

        public void Dispose() => Reader?.Dispose();
    }
}
