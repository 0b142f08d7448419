using System.Text.Json;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;

namespace Runink.Pipelines.Tests.Diagnostics;

public sealed class DiagnosticRendererTests
{
    private static readonly ErrorDefinition Kind = new("R1003", "no step matches a text", "Why.", "run `runi steps`");

    [Fact]
    public void A_diagnostic_shows_the_line_and_underlines_the_place()
    {
        var at = new SourceSpan("features/x.feature", 12, 11, 9);
        var error = Kind.Error("no step matches this text", at, "see `runi steps`", "one note");
        var text = string.Concat(Enumerable.Repeat("\n", 11)) + "    Given a tble \"x\"\n";
        Assert.Equal(
            """
            error[R1003]: no step matches this text
              --> features/x.feature:12:11
               |
            12 |     Given a tble "x"
               |           ^^^^^^^^^
            note: one note
            hint: see `runi steps`

            """,
            DiagnosticRenderer.Render(error, _ => text));
    }

    [Fact]
    public void A_warning_without_a_place_is_short() =>
        Assert.Equal(
            "warning[R1003]: careful\nhint: run `runi steps`\n",
            DiagnosticRenderer.Render(Kind.Warning("careful", null), _ => null));

    [Fact]
    public void Without_the_source_only_the_place_is_named() =>
        Assert.Equal(" --> x:3:1", DiagnosticRenderer.Render(Kind.Error("m", new SourceSpan("x", 3)), _ => null).Split('\n')[1]);

    [Fact]
    public void A_place_beyond_the_end_of_the_file_is_no_crash() =>
        Assert.DoesNotContain('|', DiagnosticRenderer.Render(Kind.Error("m", new SourceSpan("x", 30, 9, 9)), _ => "one\n"));

    [Theory]
    [InlineData("\tab cd", 5, 2, "    ^^")]
    [InlineData("価格 cd", 4, 2, "     ^^")]
    [InlineData("e\u0301 cd", 4, 2, "  ^^")]
    [InlineData("cd", 1, 0, "^")]
    [InlineData("cd", 9, 5, "  ^")]
    public void The_underline_stands_below_the_text_as_a_terminal_shows_it(string line, int column, int length, string underline)
    {
        var rendered = DiagnosticRenderer.Render(Kind.Error("m", new SourceSpan("x", 1, column, length)), _ => line);
        Assert.Equal("  | " + underline, rendered.Split('\n')[4]);
    }

    [Fact]
    public void A_very_long_line_is_cut_around_the_place()
    {
        var line = new string('a', 500) + "HERE" + new string('b', 500);
        var lines = DiagnosticRenderer.Render(Kind.Error("m", new SourceSpan("x", 1, 501, 4)), _ => line).Split('\n');
        Assert.InRange(lines[3].Length, 100, 180);
        Assert.Equal("HERE", lines[3].Substring(lines[4].IndexOf('^', StringComparison.Ordinal), 4));
        Assert.EndsWith("^^^^", lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public void Text_of_strangers_cannot_command_the_terminal()
    {
        var error = Kind.Error("bad \e[2J name", new SourceSpan("x", 1, 1, 3), "hint \r", "note \u202E");
        Assert.DoesNotContain(DiagnosticRenderer.Render(error, _ => "abc \e]0;title\a"), c => char.IsControl(c) && c != '\n');
    }

    [Fact]
    public void Colour_adds_nothing_but_colour()
    {
        var error = Kind.Error("m", new SourceSpan("x", 1, 1, 3), "h", "n");
        var colourful = DiagnosticRenderer.Render(error, _ => "abc", colour: true);
        Assert.Contains("\e[", colourful, StringComparison.Ordinal);
        var plain = System.Text.RegularExpressions.Regex.Replace(colourful, "\e\\[[0-9;]*m", "", default, TimeSpan.FromSeconds(1));
        Assert.Equal(DiagnosticRenderer.Render(error, _ => "abc"), plain);
    }

    [Fact]
    public void Json_holds_everything()
    {
        var json = DiagnosticJson.Write([Kind.Error("m \"q\"", new SourceSpan("x", 1, 2, 3), "h", "n"), Kind.Warning("w", null)]);
        using var document = JsonDocument.Parse(json);
        Assert.Equal(1, document.RootElement.GetProperty("version").GetInt32());
        var first = document.RootElement.GetProperty("diagnostics")[0];
        const string Expected = """
            {"code":"R1003","severity":"error","title":"no step matches a text","message":"m \"q\"",
            "file":"x","line":1,"column":2,"length":3,"notes":["n"],"hint":"h"}
            """;
        Assert.Equal(Expected.Replace("\n", "", StringComparison.Ordinal), PlanJson.Write(first));
        Assert.False(document.RootElement.GetProperty("diagnostics")[1].TryGetProperty("file", out _));
    }
}
