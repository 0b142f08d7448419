using System.Text.Json;
using Microsoft.CodeAnalysis;
using Runink.Pipelines.Types;
using Diagnostic = Runink.Pipelines.Diagnostics.Diagnostic;

namespace Runink.Pipelines.Planning.CSharp;

/// <summary>A property of a record of a step, and the column that it stands for.</summary>
internal sealed record RowProperty(IPropertySymbol Symbol, StepProperty Shape);

/// <summary>Reads the public properties of a type as columns.</summary>
internal sealed class StepProperties(ICollection<Diagnostic> diagnostics)
{
    /// <summary>The property by which a record says that it is rejected.</summary>
    public const string Rejection = "_reject";

    private const string ColumnAttribute = "System.ComponentModel.DataAnnotations.Schema.ColumnAttribute";

    /// <summary>The columns among some properties; what is wrong with them is reported.</summary>
    public List<RowProperty> Read(IEnumerable<IPropertySymbol> properties)
    {
        var found = new List<RowProperty>();
        foreach (var property in properties)
        {
            if (Shape(property) is not { } shape) continue;
            if (found.Exists(other => string.Equals(other.Shape.Column, shape.Column, StringComparison.OrdinalIgnoreCase)))
                Refuse(property, $"the column \"{shape.Column}\" is there twice", "name another one by [Column(\"name\")]");
            else
                found.Add(new RowProperty(property, shape));
        }

        return found;
    }

    /// <summary>The public properties of a type and of those that it derives from, which are the first.</summary>
    public static IReadOnlyList<IPropertySymbol> Of(INamedTypeSymbol type) =>
    [
        .. Members(type).OfType<IPropertySymbol>()
            .Where(one => one is { IsStatic: false, IsIndexer: false, IsOverride: false, DeclaredAccessibility: Accessibility.Public }
                && one.GetMethod?.DeclaredAccessibility == Accessibility.Public),
    ];

    /// <summary>All members of a type and of those that it derives from, which are the first.</summary>
    public static IEnumerable<ISymbol> Members(INamedTypeSymbol type)
    {
        var chain = new Stack<INamedTypeSymbol>();
        for (var at = type; at is not null && !at.DeclaringSyntaxReferences.IsEmpty; at = at.BaseType) chain.Push(at);
        return chain.SelectMany(one => one.GetMembers());
    }

    private StepProperty? Shape(IPropertySymbol property)
    {
        var underlying = property.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : null;
        var attribute = property.GetAttributes().FirstOrDefault(one => one.AttributeClass?.ToDisplayString() == ColumnAttribute);
        var given = attribute?.ConstructorArguments is [{ Value: string name }] ? name : null;
        var column = given ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
        var type = StepTypes.Of(underlying ?? property.Type);
        if (type is null)
        {
            return Refuse(
                property, $"\"{property.Name}\" is {property.Type.ToDisplayString()}, which no column can hold",
                CSharpErrors.Property.Explanation);
        }

        if (column.Length == 0 || column.StartsWith('_'))
        {
            return Refuse(
                property, $"\"{column}\" cannot be a column: names that begin with an underscore are Runink's own", "give it another name");
        }

        var typeName = attribute?.NamedArguments.FirstOrDefault(one => one.Key == "TypeName").Value.Value as string;
        if (typeName is not null)
        {
            if (Precise(property, type, typeName) is not { } precise) return null;
            type = precise;
        }

        return new StepProperty
        {
            Name = property.Name,
            Column = column,
            IsNamed = given is not null,
            Type = type,
            IsNullable = underlying is not null || (property.Type.IsReferenceType && property.NullableAnnotation != NullableAnnotation.NotAnnotated),
            At = StepPlaces.Of(property),
        };
    }

    /// <summary>The type that the attribute names, which only says more about a decimal.</summary>
    private ColumnType? Precise(IPropertySymbol property, ColumnType type, string name)
    {
        if (ColumnTypeParser.TryParse(name, out var parsed) && parsed.Kind == type.Kind && parsed.Scale <= StepTypes.ScaleMax) return parsed;
        Refuse(
            property, $"\"{property.Name}\" is {property.Type.ToDisplayString()}, which is no {name}", "write a type such as decimal(18,2) for a decimal");
        return null;
    }

    private StepProperty? Refuse(IPropertySymbol property, string message, string hint)
    {
        diagnostics.Add(CSharpErrors.Property.Error(message, StepPlaces.Of(property), hint));
        return null;
    }
}
