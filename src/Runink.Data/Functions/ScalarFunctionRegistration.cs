using System.Runtime.InteropServices;
using Runink.Data.Engines;
using Runink.Data.Native;
using Runink.Data.Vectors;

namespace Runink.Data.Functions;

/// <summary>Makes a <see cref="ScalarFunction"/> known to the engine and stands between both at every call.</summary>
internal sealed unsafe class ScalarFunctionRegistration : FunctionRegistration<ScalarFunction>
{
    private readonly CallbackFailures _failures;

    private ScalarFunctionRegistration(ScalarFunction function, CallbackFailures failures)
        : base(function) => _failures = failures;

    internal static ScalarFunctionRegistration Register(EngineConnection connection, ScalarFunction function)
    {
        var engine = connection.Engine;
        using var native = DuckDb.duckdb_create_scalar_function();
        DuckDb.duckdb_scalar_function_set_name(native, function.Name);
        foreach (var parameter in function.Parameters)
        {
            using var type = engine.Types.Resolve(parameter);
            DuckDb.duckdb_scalar_function_add_parameter(native, type);
        }
        if (function.VarArgs is { } varArgs)
        {
            using var type = engine.Types.Resolve(varArgs);
            DuckDb.duckdb_scalar_function_set_varargs(native, type);
        }
        using (var type = engine.Types.Resolve(function.ReturnType))
            DuckDb.duckdb_scalar_function_set_return_type(native, type);
        if (function.IsVolatile) DuckDb.duckdb_scalar_function_set_volatile(native);
        if (function.HandlesNulls) DuckDb.duckdb_scalar_function_set_special_handling(native);
        var registration = new ScalarFunctionRegistration(function, engine.Failures);
        DuckDb.duckdb_scalar_function_set_extra_info(native, ManagedObject.Give(registration), ManagedObject.Destroy);
        DuckDb.duckdb_scalar_function_set_function(native, &OnInvoke);
        if (DuckDb.duckdb_register_scalar_function(connection.Handle, native) != DuckDb.Success)
            throw new EngineException(EngineErrorType.Catalog, $"the engine refuses the function {function.Name}");
        return registration;
    }

    [UnmanagedCallersOnly]
    private static void OnInvoke(nint info, nint chunk, nint output)
    {
        var registration = ManagedObject.Get<ScalarFunctionRegistration>(DuckDb.duckdb_scalar_function_get_extra_info(info));
        try
        {
            registration.Invoke(new DataChunk(chunk), output);
        }
        catch (Exception failure)
        {
            DuckDb.duckdb_scalar_function_set_error(info, registration._failures.Keep(failure));
        }
    }

    private void Invoke(DataChunk arguments, nint output)
    {
        var function = Function;
        var result = new OutputVector(output, arguments.RowCount);
        function.Invoke(arguments, result);
        if (function.HandlesNulls) return;
        for (var i = 0; i < arguments.ColumnCount; i++) result.InheritNulls(arguments[i]);
    }
}
