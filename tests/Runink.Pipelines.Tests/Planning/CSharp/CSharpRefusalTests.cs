using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Planning.CSharp;

namespace Runink.Pipelines.Tests.Planning.CSharp;

/// <summary>C# steps that cannot be planned, and what is said about them.</summary>
public sealed class CSharpRefusalTests : IDisposable
{
    private readonly CSharpFeature _feature = new();

    public void Dispose() => _feature.Dispose();

    [Fact]
    public void An_error_of_the_compiler_is_shown_where_it_is()
    {
        var error = _feature.Refuse("static class S\n{\n    public static Out Run(In row) => new(row.Idd);\n}\nrecord In(long Id);\nrecord Out(long Id);\n");
        Assert.Equal((CSharpErrors.Compile, new SourceSpan(CSharpFeature.File, 3, 46, 3)), (error.Definition, error.At!));
        Assert.StartsWith("CS1061: 'In' does not contain a definition for 'Idd'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unsafe", "public static unsafe Out Run(In row) { long* p = null; return new(*p); }", "CS0227")]
    [InlineData("the network", "public static Out Run(In row) => new(new System.Net.Http.HttpClient().Timeout.Ticks);", "CS0234")]
    [InlineData("a program of its own", "public static Out Run(In row) => new(System.Diagnostics.Process.Start(\"ls\").Id);", "CS0234")]
    public void A_step_cannot_be_compiled_with(string what, string method, string number)
    {
        var errors = _feature.Read($"static class S {{ {method} }} record In(long Id); record Out(long Id);").Diagnostics;
        Assert.Contains(errors, error => error.Definition == CSharpErrors.Compile && error.Message.StartsWith(number, StringComparison.Ordinal));
        Assert.NotEmpty(what);
    }

    [Theory]
    [InlineData("static class S { public static Out Runs(In row) => new(1); }", "has no static method \"Run\"")]
    [InlineData("static class S { static Out Run(In row) => new(1); }", "has no static method \"Run\"")]
    [InlineData("static class S { public static Out Run(In row) => new(1); } static class T { public static Out Run(In row) => new(1); }", "has 2 static methods")]
    [InlineData("static class S { public static Out Run(In row, int n) => new(1); }", "takes 2 parameters")]
    [InlineData("static class S { public static Out Run<T>(In row) => new(1); }", "has type parameters")]
    [InlineData("static class S { public static Out Run(string row) => new(1); }", "takes string")]
    [InlineData("static class S { public static long Run(In row) => 1; }", "returns long")]
    [InlineData("static class S { public static System.Threading.Tasks.Task<Out> Run(In row) => null!; }", "returns System.Threading.Tasks.Task<Out>")]
    [InlineData("static class S { public static Out Run(IEnumerable<In> rows) => new(1); }", "it must return IEnumerable<Out>")]
    [InlineData("static class S { public static Out Run(IReadOnlyList<In> batch) => new(1); }", "it must return IEnumerable<Out>")]
    [InlineData("static class S { public static IEnumerable<Out> Run(IReadOnlyList<long> batch) => []; }", "takes System.Collections.Generic.IReadOnlyList<long>")]
    [InlineData("static class S { public static (int A, int B) Run(In row) => (1, 2); }", "returns (int A, int B)")]
    [InlineData("static class S { public static Made Run(In row) => new() { Id = 1 }; } ref struct Made { public long Id { get; set; } }", "returns Made, which is a ref struct")]
    [InlineData("file static class S { public static Row? Run(Row row) => row; } file record Row(long Id);", "\"S\" is declared with \"file\"")]
    [InlineData("file static class S { public static class T { public static Out Run(In row) => new(1); } }", "\"S\" is declared with \"file\"")]
    public void A_file_without_a_usable_method_is_explained(string code, string message)
    {
        var error = _feature.Refuse(code + " record In(long Id); record Out(long Id);");
        Assert.Equal(CSharpErrors.Method, error.Definition);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(CSharpFeature.File, error.At!.File);
    }

    [Theory]
    [InlineData("record In(long Idd);", "asks for \"idd\", and orders has no such column", "did you mean \"id\"?")]
    [InlineData("record In(int Id);", "\"Id\" is int, and the column \"id\" of orders is int64", "write it as long,")]
    [InlineData("record In(string? Sizes);", "the column \"sizes\" of orders is list(int64)", "convert the column by SQL first")]
    [InlineData("record In(long Hits);", "the column \"hits\" of orders is int128", "convert the column by SQL first")]
    [InlineData("record In(Guid Id);", "\"Id\" is System.Guid, which no column can hold", "Types are string")]
    [InlineData("record In(long Id, [property: Column(\"ID\")] long Other);", "the column \"ID\" is there twice", "[Column(\"name\")]")]
    [InlineData("class In { public int Computed => 1; }", "\"In\" asks for no column", "a property for each column")]
    [InlineData("class In { private In() { } public long Id { get; set; } }", "\"In\" cannot be made from columns", "record In(")]
    [InlineData("record In([property: Column(TypeName = \"decimal(18,2)\")] long Id);", "which is no decimal(18,2)", "decimal(18,2) for a decimal")]
    [InlineData("record In(long Id) { public required long Id { get; init; } = Id; }", "\"Id\" is required, and making \"In\"", "take \"required\" away")]
    [InlineData("class In { public long Id { get; set; } public required string Note; }", "\"Note\" is required", "public property")]
    [InlineData("class In { public long Id { get; set; } internal required string Note { get; set; } }", "\"Note\" is required", "public property")]
    public void A_record_that_does_not_fit_the_flow_is_explained(string record, string message, string hint)
    {
        var error = _feature.Refuse($"static class S {{ public static Out Run(In row) => new(1); }}\n{record}\nrecord Out(long Id);");
        Assert.Equal(CSharpErrors.Property, error.Definition);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(hint, error.Hint, StringComparison.Ordinal);
        Assert.Equal((CSharpFeature.File, 2), (error.At!.File, error.At.Line));
    }

    [Theory]
    [InlineData("[Obsolete(\"gone\", true)] public static Out Run(In row) => new(1);", "record In(long Id);", "CS0619: 'S.Run(In)' is obsolete: 'gone'")]
    [InlineData("public static Out Run(In row) => new(1);", "class In { [Obsolete(\"gone\", true)] public long Id { get; set; } }", "CS0619: 'In.Id' is obsolete: 'gone'")]
    [InlineData("public static Out Run(In row) => new(1);", "class In(ref long id) { public long Id { get; } = id; }", "CS1620: ")]
    public void Code_that_compiles_and_cannot_be_called_is_refused_at_its_method(string method, string record, string message)
    {
        var error = _feature.Refuse($"static class S\n{{\n    {method}\n}}\n{record}\nrecord Out(long Id);");
        Assert.Equal((CSharpErrors.Compile, CSharpFeature.File, 3), (error.Definition, error.At!.File, error.At.Line));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("from a class of its own", error.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("record Out(object Id);", "\"Id\" is object")]
    [InlineData("record Out(long Id, long ID);", "the column \"id\" is there twice")]
    [InlineData("record Out(long Id, bool _reject);", "\"_reject\" is bool")]
    [InlineData("record Out(string? _reject);", "\"Out\" returns no column")]
    [InlineData("record Out(long _id);", "\"_id\" cannot be a column")]
    [InlineData("record Out([property: Column(TypeName = \"decimal(38,30)\")] decimal Id);", "which is no decimal(38,30)")]
    public void A_record_that_makes_no_columns_is_explained(string record, string message)
    {
        var error = _feature.Refuse($"static class S {{ public static Out Run(In row) => null!; }}\nrecord In(long Id);\n{record}");
        Assert.Equal((CSharpErrors.Property, 3), (error.Definition, error.At!.Line));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("steps/None.cs", "does not exist")]
    [InlineData("steps", "does not end in .cs")]
    [InlineData("steps/dir.cs", "is a directory")]
    [InlineData("steps/binary.cs", "is not UTF-8")]
    [InlineData("steps/large.cs", "has more than 1 MiB")]
    public void A_file_that_cannot_be_a_step_is_explained(string file, string message)
    {
        var steps = Directory.CreateDirectory(Path.Combine(_feature.Root, "steps", "dir.cs")).Parent!.FullName;
        File.WriteAllBytes(Path.Combine(steps, "binary.cs"), [0xFF, 0xFE, 0xFF]);
        File.WriteAllBytes(Path.Combine(steps, "large.cs"), new byte[(1 << 20) + 1]);
        var error = _feature.RefuseFile(file);
        Assert.Equal((CSharpErrors.Source, 7), (error.Definition, error.At!.Line));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_outside_of_the_project_is_refused() =>
        Assert.Equal(PlanErrors.PathRefused, _feature.RefuseFile("/etc/Step.cs").Definition);
}
