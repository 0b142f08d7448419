using System.Reflection;
using Runink.Pipelines.Diagnostics;

namespace Runink.Runs.Tests;

public sealed class RunErrorsTests
{
    [Fact]
    public void Every_error_is_listed_once_with_a_code_of_its_own()
    {
        var declared = typeof(RunErrors).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (ErrorDefinition)field.GetValue(null)!);

        Assert.Equal(declared.OrderBy(error => error.Code), RunErrors.All.OrderBy(error => error.Code));
        Assert.Equal(RunErrors.All.Count, RunErrors.All.Select(error => error.Code).Distinct().Count());
        Assert.All(RunErrors.All, error => Assert.Matches("^R50[0-9]{2}$", error.Code));
    }
}
