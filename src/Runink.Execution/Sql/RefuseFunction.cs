using Runink.Data.Functions;
using Runink.Data.Vectors;

namespace Runink.Execution.Sql;

/// <summary>An SQL function that ends the stage, because a value has no form in the format that is written. Its argument says which.</summary>
internal sealed class RefuseFunction() : ScalarFunction(FunctionName, "BOOLEAN", "VARCHAR")
{
    /// <summary>How SQL calls it.</summary>
    public const string FunctionName = "runi_refuse";

    /// <inheritdoc/>
    public override bool IsVolatile => true;

    /// <inheritdoc/>
    protected override void Invoke(DataChunk arguments, OutputVector output) =>
        throw SliceErrors.Exception(SliceErrors.NoForm, arguments[0].Strings().TextAt(0));
}
