using Microsoft.CodeAnalysis;
using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Planning.CSharp;

/// <summary>Places in a step's code, as Runink names places.</summary>
internal static class StepPlaces
{
    /// <summary>Where a symbol is declared.</summary>
    public static SourceSpan Of(ISymbol symbol) => Of(symbol.Locations[0]);

    /// <summary>A place that the compiler names.</summary>
    public static SourceSpan Of(Location location)
    {
        var span = location.GetLineSpan();
        var (start, end) = (span.StartLinePosition, span.EndLinePosition);
        return new SourceSpan(span.Path, start.Line + 1, start.Character + 1, start.Line == end.Line ? end.Character - start.Character : 0);
    }
}
