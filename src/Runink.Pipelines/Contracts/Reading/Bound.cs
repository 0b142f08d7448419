using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;

namespace Runink.Pipelines.Contracts.Reading;

/// <summary>A lower or upper bound, understood.</summary>
/// <param name="Kind">Which of the four.</param>
/// <param name="Order">Its value, comparable with the other bounds of the property.</param>
/// <param name="Argument">Text that casts to the column's type.</param>
/// <param name="Written">What the contract says.</param>
/// <param name="At">Where.</param>
internal sealed record Bound(RuleKind Kind, ExactNumber Order, string Argument, string Written, SourceSpan At)
{
    public bool IsLower => Kind is RuleKind.Minimum or RuleKind.ExclusiveMinimum;

    public bool IsExclusive => Kind is RuleKind.ExclusiveMinimum or RuleKind.ExclusiveMaximum;

    /// <summary>The demand, for people: <c>&gt;= 0</c>.</summary>
    public string Expected => $"{Sign} {Written}";

    private string Sign => Kind switch
    {
        RuleKind.Minimum => ">=",
        RuleKind.ExclusiveMinimum => ">",
        RuleKind.Maximum => "<=",
        _ => "<",
    };

    /// <summary>The outermost value that the bound lets pass, where values have a fixed distance.</summary>
    public ExactNumber Innermost(ExactNumber? step) =>
        !IsExclusive || step is not { } one ? Order : Order + (IsLower ? one : -one);
}
