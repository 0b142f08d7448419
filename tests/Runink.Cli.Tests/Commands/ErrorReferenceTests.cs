using System.Reflection;
using Runink.Cli.Commands;
using Runink.Pipelines.Diagnostics;

namespace Runink.Cli.Tests.Commands;

public sealed class ErrorReferenceTests
{
    [Fact]
    public void Every_error_that_any_part_defines_can_be_looked_up()
    {
        var fields = Directory.GetFiles(AppContext.BaseDirectory, "Runink.*.dll").Append("runi.dll")
            .Where(path => !path.EndsWith(".Tests.dll", StringComparison.Ordinal))
            .SelectMany(path => Assembly.Load(Path.GetFileNameWithoutExtension(path)).GetTypes())
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType == typeof(ErrorDefinition));
        var missing = fields.Where(field => !ErrorsCommand.All.Contains((ErrorDefinition)field.GetValue(null)!));
        Assert.Equal([], missing.Select(field => $"{field.DeclaringType!.Name}.{field.Name}"));
    }

    [Fact]
    public void No_two_errors_share_a_code()
    {
        var codes = ErrorsCommand.All.Select(error => error.Code).ToList();
        Assert.Equal(codes.Distinct(), codes);
    }

    [Fact]
    public void The_committed_page_of_errors_is_the_generated_one() =>
        Repository.Holds("docs/reference/errors.md", ErrorReference.Render(ErrorsCommand.All));
}
