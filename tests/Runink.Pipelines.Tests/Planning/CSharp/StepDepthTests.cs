using Runink.Pipelines.Planning.CSharp;

namespace Runink.Pipelines.Tests.Planning.CSharp;

/// <summary>Code that nests deeper than a compiler can follow. Where a bound is missing the process of the tests dies.</summary>
public sealed class StepDepthTests : IDisposable
{
    private readonly CSharpFeature _feature = new();

    public void Dispose() => _feature.Dispose();

    [Theory]
    [InlineData("return new(", "(", "1", ")", ");", 20_000, "nests more than 256 brackets deep")]
    [InlineData("object x = ", "new[]{", "1", "}", ";", 20_000, "nests more than 256 brackets deep")]
    [InlineData("", "if (row.Id > 0) {", "", "}", "", 5_000, "nests more than 256 brackets deep")]
    [InlineData("var x = row.Id", "", "", " + row.Id", ";", 10_000, "has more than 4000 operators in a row")]
    [InlineData("var x = 1 ", "+ 2 -", "3", "", ";", 10_000, "has more than 4000 operators in a row")]
    [InlineData("", "List<", "int", ">", " x;", 20_000, "nests more than 256 brackets deep")]
    [InlineData("", "(int,", "int", ")", " x;", 20_000, "nests more than 256 brackets deep")]
    [InlineData("var x = ", "[", "", "]", ";", 20_000, "nests more than 256 brackets deep")]
    [InlineData("var x = ", "f(a < b, ", "1", ")", ";", 20_000, "nests more than 256 brackets deep")]
    [InlineData("var x = ", "$\"{", "1", "}\"", ";", 2_000, "has a string with more than 1000 brackets")]
    [InlineData("var x = ", "$\"{", "1", "}\"", ";", 20, "has more than 10 strings within each other")]
    [InlineData("var x = ", "$\"{", "1", "}\"", ";", 20_000, "has more than 10000 strings with holes")]
    [InlineData("\n#if ", "(", "true", ")", "\n#endif\n", 20_000, "has a directive that nests too deeply")]
    [InlineData("\n#if ", "!", "true", "", "\n#endif\n", 20_000, "has a directive that nests too deeply")]
    [InlineData("var x = ", "!", "true", "", ";", 20_000, "nests more than 1000 deep")]
    [InlineData("var x = ", "(int)", "1", "", ";", 2_000, "nests more than 1000 deep")]
    [InlineData("var x = row", ".A", "", "", ";", 20_000, "nests more than 1000 deep")]
    [InlineData("row", ".ToString()", "", "", ";", 20_000, "nests more than 1000 deep")]
    [InlineData("var x = row", "?.ToString()", "", "", ";", 20_000, "nests more than 1000 deep")]
    [InlineData("", "while (true) ", "return null;", "", "", 9_000, "nests more than 1000 deep")]
    [InlineData("", "a: ", "return null;", "", "", 20_000, "nests more than 1000 deep")]
    [InlineData("if (row.Id == 0) return null; ", "else if (row.Id == 1) return null; ", "", "", "", 9_000, "nests more than 1000 deep")]
    public void Code_that_nests_too_deeply_is_refused_at_its_line(
        string start, string open, string inside, string close, string end, int times, string message)
    {
        var error = _feature.Refuse(Code(Repeated(start, open, inside, close, end, times)));
        Assert.Equal((CSharpErrors.Compile, CSharpFeature.File), (error.Definition, error.At!.File));
        Assert.InRange(error.At.Line, 5, 6);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("take it apart", error.Hint, StringComparison.Ordinal);
    }

    // Here the compiler looks itself what is left of its stack, or needs none.
    [Theory]
    [InlineData("var x = ", "true ? 1 : ", "1", "", ";")]
    [InlineData("int a; ", "a = ", "1", "", ";")]
    [InlineData("ref ", "ref ", "int", "", " x;")]
    [InlineData("var x = row is ", "not ", "null", "", ";")]
    [InlineData("var x = ", "from i in y select ", "1", "", ";")]
    [InlineData("int", "*", " x", "", ";")]
    [InlineData("int", "[]", " x", "", ";")]
    [InlineData("int", "?", " x", "", ";")]
    [InlineData("var x = ", "await ", "y", "", ";")]
    [InlineData("var x = ", "a => ", "y", "", ";")]
    [InlineData("var x = y", "!", "", "", ";")]
    [InlineData("var x = y", " as object", "", "", ";")]
    public void Code_that_goes_on_and_on_is_judged_by_the_compiler_or_refused_before(string start, string open, string inside, string close, string end)
    {
        var found = _feature.Read(Code(Repeated(start, open, inside, close, end, 6_000))).Diagnostics;
        Assert.All(found.Where(one => one.IsError), one => Assert.Equal((CSharpErrors.Compile, CSharpFeature.File), (one.Definition, one.At!.File)));
    }

    [Theory]
    [InlineData("var x = ", "(", "1", ")", ";", 250)]
    [InlineData("object x = ", "$\"{", "1", "}\"", ";", 9)]
    [InlineData("object x = $\"", "{(row.Id > 0 ? $\"a{row.Id}\" : $\"b\")}", "", "", "\";", 100)]
    [InlineData("", "if (row.Id > 0) {", "", "}", "", 250)]
    [InlineData("var x = row.Id", "", "", " + row.Id - 1", ";", 1_900)]
    [InlineData("var x = row.Id == 0", "", "", " || row.Id == 1 && row.Id < row.Id", ";", 1_900)]
    [InlineData("var x = row.Id is 0", "", "", " or 1", ";", 1_900)]
    [InlineData("var x = \"\"", "", "", " + row", ";", 500)]
    [InlineData("object? x = row", " as object", "", "", ";", 900)]
    [InlineData("var x = ", "!", "true", "", ";", 900)]
    [InlineData("var x = row.ToString()", ".Trim()", "", "", ";", 450)]
    [InlineData("", "while (row.Id > 0) ", "return null;", "", "", 900)]
    [InlineData("if (row.Id == 0) return null; ", "else if (row.Id == 1) return null; ", "", "", "", 450)]
    [InlineData("var x = new[] { ", "row.Id < 5, ", "", "", "true };", 2_000)]
    public void Code_within_the_bounds_is_compiled(string start, string open, string inside, string close, string end, int times)
    {
        var read = _feature.Read(Code(Repeated(start, open, inside, close, end, times)));
        Assert.DoesNotContain(read.Diagnostics, found => found.IsError);
    }

    [Fact]
    public void Brackets_in_strings_and_comments_do_not_count()
    {
        var brackets = new string('(', 2_000);
        var read = _feature.Read(Code($"var x = \"{brackets}\"; /* {brackets} */ var y = '('; var z = @\"{brackets}\"; // {brackets}"));
        Assert.DoesNotContain(read.Diagnostics, found => found.IsError);
    }

    private static string Repeated(string start, string open, string inside, string close, string end, int times) =>
        start + Repeat(open, times) + inside + Repeat(close, times) + end;

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private static string Code(string body) =>
        $"record In(long Id);\nrecord Out(long Id);\nstatic class S {{\npublic static Out? Run(In row) {{\n{body}\nreturn null; }} }}";
}
