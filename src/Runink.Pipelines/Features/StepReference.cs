using System.Text;

namespace Runink.Pipelines.Features;

/// <summary>Renders docs/reference/steps.md from the step catalogue. Pure.</summary>
public static class StepReference
{
    private const string Opening = """
        # Steps

        Every step that a feature may use, as `runi steps` lists them. This page is generated from the step catalogue; do not
        edit it.

        A step's text must match one of these expressions, word for word, behind any of the keywords Given, When, Then, And, But.
        What stands in braces is a parameter; of words with a slash between them, use one.

        | parameter | takes | for example |
        |---|---|---|
        | `{string}` | text in double or single quotes; a quote inside is written `\"` | `"csv://data/trades.csv"` |
        | `{flow}` | the name of a flow: letters, digits and `_`, not beginning with a digit | `trades` |
        | `{flows}` | names of flows, with commas and "and" between them | `europe, asia and america` |
        | `{percent}` | a number and a percent sign | `99.5%` |

        Values may hold placeholders such as `{{param.region}}` and `{{run.day - 7d}}`, and scenarios may have tags such as
        `@memory:1Gi`: see [the language](../internals/language.md).

        A table of options has the columns `option` and `value`:

        | option | of | value | without it |
        |---|---|---|---|
        | `delimiter` | csv, read or written | one character, or `tab` | `,` |
        | `header` | csv, read or written | `yes` or `no`: whether the first record names the columns | `yes` |
        | `columns` | a source | names and types, as in `id int64, amount decimal(18,2)` | the contract's, or the file's own |
        | `timezone` | a source | the IANA name of the zone of times that name none | `UTC` |
        | `encoding errors` | a source | `fail`: a record with text that is not UTF-8 fails; `replace`: its bytes become U+FFFD | `fail` |
        | `may be empty` | a source | `yes` or `no`: whether no file or no record is good input | `no` |
        | `mode` | a sink | `replace` or `append` | what the step says |
        | `partitioned by` | a sink | columns, with commas between them | one directory |
        | `cleared for` | a sink, dead letters too | `public`, `internal`, `confidential` or `restricted` | `internal` |
        | `severity` | a check | `error` or `warn` | `error` |

        """;

    /// <summary>The page, with line feeds, ending with one.</summary>
    public static string Render(IReadOnlyList<StepDefinition> steps)
    {
        var page = new StringBuilder(Opening.ReplaceLineEndings("\n"));
        foreach (var section in steps.GroupBy(step => step.Section))
        {
            page.Append($"\n## {section.Key}\n");
            foreach (var step in section) AppendStep(page, step);
        }

        return page.ToString();
    }

    private static void AppendStep(StringBuilder page, StepDefinition step)
    {
        var argument = step.Argument switch
        {
            StepArgument.DocString => " Needs a doc string below it.",
            StepArgument.Table => " Needs a table below it.",
            StepArgument.OptionalTable => " Takes a table of options.",
            _ => "",
        };
        page.Append($"\n### `{step.Expression}`\n\n{step.Summary}{argument}\n\n```gherkin\n{step.Example}\n```\n");
    }
}
