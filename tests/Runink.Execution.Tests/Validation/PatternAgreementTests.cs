using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Runink.Data.Engines;
using Runink.Data.Sql;
using Runink.Execution.Validation;
using Runink.Pipelines.Contracts;

namespace Runink.Execution.Tests.Validation;

public sealed class PatternAgreementTests
{
    private const string JavaScript = """
        const cases = JSON.parse(require('fs').readFileSync(0, 'utf8'));
        const judge = ({ Pattern, Texts }) => {
          try { const regex = new RegExp(Pattern, 'u'); return Texts.map(text => regex.test(text)); } catch { return null; }
        };
        process.stdout.write(JSON.stringify(cases.map(judge)));
        """;

    [Fact]
    public void A_pattern_means_the_same_to_JavaScript_to_NET_and_to_the_engine()
    {
        var random = new RandomPattern(Seed.Draw());
        var cases = Enumerable.Range(0, 400).Select(_ => Case.Of(random)).ToList();
        var expected = AskJavaScript(cases);
        using var engine = Engine.Open(new EngineOptions
        {
            MemoryLimitBytes = 1L << 28,
            Threads = 1,
            SpillDirectory = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
        });
        using var connection = engine.Connect();
        foreach (var (one, matches) in cases.Zip(expected))
        {
            if (matches is null || !PatternDialect.TryTranslate(one.Pattern, out var translation, out _)) continue;
            var regex = PatternDialect.Compile(one.Pattern);
            // A pattern that goes astray is given up after its time, whatever it means.
            if (Matches(regex, one.Texts) is not { } found) continue;
            Assert.True(matches.SequenceEqual(found), $".NET disagrees about {one.Pattern}: {translation.DotNet}");
            if (translation.Re2 is null) continue;
            Assert.True(matches.SequenceEqual(one.Texts.Select(text => !Broken(connection, text, one.Pattern))),
                $"the engine disagrees about {one.Pattern}: {translation.Re2}");
        }
    }

    private static bool[]? Matches(Regex regex, string[] texts)
    {
        try
        {
            return [.. texts.Select(text => regex.IsMatch(text))];
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private static bool Broken(EngineConnection connection, string text, string pattern)
    {
        using var result = connection.Query($"SELECT {PatternSql.Broken(SqlText.Literal(text), pattern)}");
        return (bool)result.Scalar()!;
    }

    private static List<bool[]?> AskJavaScript(List<Case> cases)
    {
        var start = new ProcessStartInfo("node", ["-e", JavaScript])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        try
        {
            using var node = Process.Start(start)!;
            node.StandardInput.Write(JsonSerializer.Serialize(cases));
            node.StandardInput.Close();
            return JsonSerializer.Deserialize<List<bool[]?>>(node.StandardOutput.ReadToEnd())!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("node is not installed: nobody can say what JavaScript finds");
            throw;
        }
    }

    private sealed record Case(string Pattern, string[] Texts)
    {
        // Unlike the standard, V8 looks for matches inside of surrogate pairs; it shows with assertions and references only.
        public static Case Of(RandomPattern random)
        {
            var pattern = random.Pattern();
            var beyond = PatternDialect.TryTranslate(pattern, out var translation, out _) && translation.Re2 is not null;
            return new Case(pattern, [.. Enumerable.Range(0, 8).Select(_ => random.Text(beyond))]);
        }
    }
}
