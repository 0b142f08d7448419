using System.Reflection;
using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Tests.Diagnostics;

public sealed class DiagnosticCatalogTests
{
    [Fact]
    public void Every_definition_of_the_library_is_in_the_catalog()
    {
        var fields = typeof(ErrorDefinition).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType == typeof(ErrorDefinition));
        var missing = fields.Where(field => !DiagnosticCatalog.All.Contains((ErrorDefinition)field.GetValue(null)!));
        Assert.Equal([], missing.Select(field => $"{field.DeclaringType!.Name}.{field.Name}"));
    }

    [Fact]
    public void Codes_are_unique_and_in_order()
    {
        var codes = DiagnosticCatalog.All.Select(error => error.Code).ToList();
        Assert.Equal(codes.Distinct().Order(StringComparer.Ordinal), codes);
    }

    [Fact]
    public void Every_definition_has_a_code_a_title_an_explanation_and_a_fix() => Assert.All(DiagnosticCatalog.All, error =>
    {
        Assert.Matches("^R[1-6][0-9]{3}$", error.Code);
        Assert.All([error.Title, error.Explanation, error.Fix], text => Assert.False(string.IsNullOrWhiteSpace(text)));
        Assert.DoesNotContain('\n', error.Title);
    });
}
