using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Runink.Pipelines.Diagnostics;
using Diagnostic = Runink.Pipelines.Diagnostics.Diagnostic;

namespace Runink.Pipelines.Planning.CSharp;

/// <summary>The method of a C# step.</summary>
/// <param name="Symbol">The method.</param>
/// <param name="Input">The type of a record that it takes.</param>
/// <param name="Output">The type of a record that it returns.</param>
/// <param name="Takes">How many records it takes at once.</param>
/// <param name="ReturnsMany">Whether it returns any number of records for what it takes, rather than one or none.</param>
internal sealed record StepMethod(IMethodSymbol Symbol, INamedTypeSymbol Input, INamedTypeSymbol Output, StepIntake Takes, bool ReturnsMany)
{
    private const string Name = "Run";

    /// <summary>Finds the method; null when there is none, or not one, which is reported.</summary>
    public static StepMethod? Find(SemanticModel model, ICollection<Diagnostic> diagnostics)
    {
        var path = model.SyntaxTree.FilePath;
        var found = model.SyntaxTree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
            .Where(method => method.Identifier.ValueText == Name)
            .Select(method => model.GetDeclaredSymbol(method)!).Where(method => method.IsStatic && IsReachable(method)).ToList();
        if (found is [var only]) return Read(only, diagnostics);
        diagnostics.Add(found.Count == 0
            ? CSharpErrors.Method.Error($"{path} has no static method \"{Name}\" that can be called from outside", new SourceSpan(path, 1))
            : CSharpErrors.Method.Error(
                $"{path} has {found.Count} static methods \"{Name}\"", StepPlaces.Of(found[1]), "keep one, or give the others another name"));
        return null;
    }

    /// <summary>Whether code beside the step can use it: nothing on the way to it is private.</summary>
    public static bool IsReachable(ISymbol symbol)
    {
        for (var at = symbol; at is not null and not INamespaceSymbol; at = at.ContainingSymbol)
        {
            if (at.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal)) return false;
        }

        return true;
    }

    private static StepMethod? Read(IMethodSymbol method, ICollection<Diagnostic> diagnostics)
    {
        if (WhyNot(method, out var input, out var output, out var takes, out var returnsMany) is { } why)
        {
            diagnostics.Add(CSharpErrors.Method.Error(why, StepPlaces.Of(method)));
            return null;
        }

        return new StepMethod(method, input!, output!, takes, returnsMany);
    }

    private static string? WhyNot(
        IMethodSymbol method, out INamedTypeSymbol? input, out INamedTypeSymbol? output, out StepIntake takes, out bool returnsMany)
    {
        (input, output, takes, returnsMany) = (null, null, StepIntake.One, false);
        if (method.IsGenericMethod || method.ContainingType.IsGenericType)
            return $"\"{Name}\" has type parameters, and nobody could say what they stand for";
        if (Outermost(method.ContainingType) is { IsFileLocal: true } local)
            return $"\"{local.Name}\" is declared with \"file\", and \"{Name}\" is called from outside of the file; take the word away";
        if (method.Parameters is not [{ RefKind: RefKind.None } parameter])
            return $"\"{Name}\" takes {method.Parameters.Length} parameters; a step takes one";
        takes = IntakeOf(parameter.Type);
        input = RowType(takes == StepIntake.One ? parameter.Type : ((INamedTypeSymbol)parameter.Type).TypeArguments[0]);
        if (input is null)
            return $"\"{Name}\" takes {parameter.Type.ToDisplayString()}; a step takes a record of this file, or IReadOnlyList or IEnumerable of it";
        output = RowType(Underlying(method.ReturnType));
        if (output is null && ElementOf(method.ReturnType) is { } element)
        {
            output = RowType(element);
            returnsMany = output is not null;
        }

        if (output is null)
            return $"\"{Name}\" returns {method.ReturnType.ToDisplayString()}; a step returns a record of this file, or IEnumerable of it";
        if (output.IsRefLikeType) return $"\"{Name}\" returns {output.Name}, which is a ref struct; a step returns a record, a class or another struct";
        return takes != StepIntake.One && !returnsMany ? $"\"{Name}\" takes many records and returns one; it must return IEnumerable<{output.Name}>" : null;
    }

    private static StepIntake IntakeOf(ITypeSymbol taken) => taken.OriginalDefinition.SpecialType switch
    {
        SpecialType.System_Collections_Generic_IReadOnlyList_T => StepIntake.Batch,
        SpecialType.System_Collections_Generic_IEnumerable_T => StepIntake.All,
        _ => StepIntake.One,
    };

    private static INamedTypeSymbol Outermost(INamedTypeSymbol type)
    {
        while (type.ContainingType is { } around) type = around;
        return type;
    }

    private static ITypeSymbol? ElementOf(ITypeSymbol type) =>
        type.AllInterfaces.Append(type).OfType<INamedTypeSymbol>()
            .FirstOrDefault(one => one.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)?.TypeArguments[0];

    private static ITypeSymbol Underlying(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;

    private static INamedTypeSymbol? RowType(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, IsGenericType: false, IsAbstract: false, IsStatic: false } named
            && !named.DeclaringSyntaxReferences.IsEmpty && IsReachable(named) ? named : null;
}

/// <summary>How many records a method takes at once.</summary>
internal enum StepIntake
{
    /// <summary>One.</summary>
    One,

    /// <summary>A batch of those that follow each other, never none: <c>IReadOnlyList</c> of them.</summary>
    Batch,

    /// <summary>All, as they come: <c>IEnumerable</c> of them.</summary>
    All,
}
