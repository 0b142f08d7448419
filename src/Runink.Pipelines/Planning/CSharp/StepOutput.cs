using Microsoft.CodeAnalysis;
using Diagnostic = Runink.Pipelines.Diagnostics.Diagnostic;

namespace Runink.Pipelines.Planning.CSharp;

/// <summary>What a record that a step returns holds.</summary>
/// <param name="Properties">The properties that are columns.</param>
/// <param name="Rejects">Whether it can say that it is rejected.</param>
internal sealed record StepOutput(IReadOnlyList<RowProperty> Properties, bool Rejects)
{
    /// <summary>Reads the type; null when something is wrong with it, which is reported.</summary>
    public static StepOutput? Read(INamedTypeSymbol type, ICollection<Diagnostic> diagnostics)
    {
        var before = diagnostics.Count;
        var all = StepProperties.Of(type);
        var rejection = all.FirstOrDefault(property => property.Name == StepProperties.Rejection);
        if (rejection is not null && rejection.Type.SpecialType != SpecialType.System_String)
        {
            diagnostics.Add(CSharpErrors.Property.Error(
                $"\"{StepProperties.Rejection}\" is {rejection.Type.ToDisplayString()}, and should say why a record is rejected",
                StepPlaces.Of(rejection), $"write string? {StepProperties.Rejection}"));
        }

        var columns = new StepProperties(diagnostics).Read(all.Where(property => !ReferenceEquals(property, rejection)));
        if (columns.Count == 0 && diagnostics.Count == before)
        {
            diagnostics.Add(CSharpErrors.Property.Error(
                $"\"{type.Name}\" returns no column", StepPlaces.Of(type), "give it a public property for each column"));
        }

        return diagnostics.Count > before ? null : new StepOutput(columns, rejection is not null);
    }
}
