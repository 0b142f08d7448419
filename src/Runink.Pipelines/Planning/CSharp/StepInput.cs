using Microsoft.CodeAnalysis;
using Diagnostic = Runink.Pipelines.Diagnostics.Diagnostic;

namespace Runink.Pipelines.Planning.CSharp;

/// <summary>How a record that a step takes is made: which properties through the constructor, which after it.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Properties">The properties that get columns, those of the constructor first.</param>
/// <param name="InConstructor">How many of them the constructor takes.</param>
/// <param name="Parameters">The constructor's parameters, for the first properties.</param>
internal sealed record StepInput(
    INamedTypeSymbol Type, IReadOnlyList<RowProperty> Properties, int InConstructor, IReadOnlyList<string> Parameters)
{
    private const string SetsAllAttribute = "System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute";

    /// <summary>Reads the type; null when it cannot be made, which is reported.</summary>
    public static StepInput? Read(INamedTypeSymbol type, ICollection<Diagnostic> diagnostics)
    {
        var properties = StepProperties.Of(type);
        if (Constructor(type, properties) is not { } constructor)
        {
            diagnostics.Add(CSharpErrors.Property.Error(
                $"\"{type.Name}\" cannot be made from columns: it has no public constructor whose parameters are its properties",
                StepPlaces.Of(type), "write it as a record, such as record In(long Id, string? Name)"));
            return null;
        }

        var before = diagnostics.Count;
        var first = constructor.Parameters.Select(parameter => properties.First(property => Same(property, parameter))).ToList();
        // What can only be read is computed from the others.
        var rest = properties.Where(property => !first.Contains(property) && property.SetMethod?.DeclaredAccessibility == Accessibility.Public).ToList();
        if (Unset(type, constructor, rest) is { } unset)
        {
            diagnostics.Add(CSharpErrors.Property.Error(
                $"\"{unset.Name}\" is required, and making \"{type.Name}\" from columns does not set it", StepPlaces.Of(unset),
                "take \"required\" away, or make it a public property that can be set and is no parameter of the constructor"));
        }

        var columns = new StepProperties(diagnostics).Read([.. first, .. rest]);
        if (columns.Count == 0 && diagnostics.Count == before)
        {
            diagnostics.Add(CSharpErrors.Property.Error(
                $"\"{type.Name}\" asks for no column", StepPlaces.Of(type), "give it a property for each column that the step needs"));
        }

        return diagnostics.Count > before
            ? null
            : new StepInput(type, columns, first.Count, [.. constructor.Parameters.Select(parameter => parameter.Name)]);
    }

    /// <summary>The first member that has to be set after the constructor and would not be.</summary>
    private static ISymbol? Unset(INamedTypeSymbol type, IMethodSymbol constructor, List<IPropertySymbol> set)
    {
        if (constructor.GetAttributes().Any(one => one.AttributeClass?.ToDisplayString() == SetsAllAttribute)) return null;
        return StepProperties.Members(type).FirstOrDefault(member =>
            member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true } && !set.Exists(property => property.Name == member.Name));
    }

    private static IMethodSymbol? Constructor(INamedTypeSymbol type, IReadOnlyList<IPropertySymbol> properties) =>
        type.InstanceConstructors.Where(one => one.DeclaredAccessibility == Accessibility.Public
                && one.Parameters.All(parameter => properties.Any(property => Same(property, parameter))))
            .MaxBy(one => one.Parameters.Length);

    private static bool Same(IPropertySymbol property, IParameterSymbol parameter) =>
        string.Equals(property.Name, parameter.Name, StringComparison.OrdinalIgnoreCase)
        && SymbolEqualityComparer.Default.Equals(property.Type, parameter.Type);
}
