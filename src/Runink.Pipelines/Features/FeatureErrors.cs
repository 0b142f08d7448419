using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Features;

/// <summary>What can be wrong with a feature file.</summary>
public static class FeatureErrors
{
    /// <summary>Not Gherkin.</summary>
    public static readonly ErrorDefinition Syntax = new("R1001", "the file is not valid Gherkin",
        "A line stands where the grammar of Gherkin has no place for it: a misspelt keyword after the first "
        + "step, a table without a step, a doc string that is never closed.",
        "correct the line, or delete it");

    /// <summary>No feature in the file.</summary>
    public static readonly ErrorDefinition Empty = new("R1002", "the file holds no feature",
        "The file is empty or holds only comments. A feature file without a feature would pass every check and "
        + "run nothing.",
        "begin with \"Feature:\" and a title, and write a scenario below it");

    /// <summary>No definition matches a step.</summary>
    public static readonly ErrorDefinition UndefinedStep = new("R1003", "no step matches a text",
        "Every step must match one step of the catalogue, word by word. Steps that this version does not have, "
        + "such as streams and models, are undefined too.",
        "run `runi steps` to see every step that this version knows");

    /// <summary>Several definitions match a step.</summary>
    public static readonly ErrorDefinition AmbiguousStep = new("R1004", "a text matches several steps",
        "A step that could mean two things means neither.",
        "change the text so that it matches only one of them");

    /// <summary>A table or doc string is missing.</summary>
    public static readonly ErrorDefinition MissingArgument = new("R1005", "a step lacks its table or doc string",
        "Some steps need a table or a doc string below their line, for example the SQL of a calculation.",
        "add it below the step, indented");

    /// <summary>A table or doc string too much.</summary>
    public static readonly ErrorDefinition UnexpectedArgument = new("R1006",
        "a step has a table or doc string that it does not take",
        "What stands below a step that takes nothing would be ignored, so it is refused.",
        "delete it, or move it below the step that it belongs to");

    /// <summary>Rows of different widths.</summary>
    public static readonly ErrorDefinition RaggedTable = new("R1007", "the rows of a table differ in width",
        "Every row of a table must have as many cells as the first one. A bar inside a cell is written \\|.",
        "add or remove cells, or write a bar inside a cell as \\|");

    /// <summary>A first row that cannot be a header.</summary>
    public static readonly ErrorDefinition TableHeader = new("R1008", "the first row of a table is no header",
        "The first row of a table names its columns: each name stands once, and at least one row follows.",
        "put the names of the columns into the first row and the values below");

    /// <summary>No scenario.</summary>
    public static readonly ErrorDefinition NoScenario = new("R1009", "a feature has no scenario",
        "A feature without a scenario describes no pipeline.",
        "add a scenario: \"Scenario: \" and a name, with steps below");

    /// <summary>Scenario names that do not tell scenarios apart.</summary>
    public static readonly ErrorDefinition ScenarioName = new("R1010", "a scenario's name is missing or taken",
        "A scenario is known by its name: on the command line, in the ledger, in lineage. So each needs one of "
        + "its own.",
        "give each scenario of the file a name of its own");

    /// <summary>No steps.</summary>
    public static readonly ErrorDefinition NoSteps = new("R1011", "a scenario has no steps",
        "A scenario without steps does nothing. Often its steps were misspelt and are read as a description.",
        "add steps, each beginning with Given, When, Then, And or But");

    /// <summary>A tag that cannot be understood.</summary>
    public static readonly ErrorDefinition BadTag = new("R1012", "a tag is malformed",
        "Tags are words after @, without spaces. Those that Runink acts on have values: @memory:1Gi @cpu:2 "
        + "@timeout:20m @retries:3. Tags of any other name are allowed.",
        "correct the tag");

    /// <summary>An unknown version of the language.</summary>
    public static readonly ErrorDefinition Version = new("R1013", "the language version is not supported",
        "A comment \"# runink: N\" before the feature fixes the version of the language. A file for another "
        + "version could mean something else.",
        "write \"# runink: 1\", or delete the comment");

    /// <summary>A line that was meant as a step or header and became prose.</summary>
    public static readonly ErrorDefinition Swallowed = new("R1014", "a step or header is read as prose",
        "Gherkin takes any line below a header that it does not know for a description, so a misspelt step would "
        + "silently not happen. Prose is welcome: end its sentences with a full stop, and begin its lines with "
        + "other words than step keywords.",
        "correct the keyword, or reword the line so that it does not look like a step");

    /// <summary>An outline that does not fit its examples.</summary>
    public static readonly ErrorDefinition Outline = new("R1015", "an outline does not fit its examples",
        "A scenario outline becomes one scenario for each row of its examples; each <placeholder> in its name "
        + "and steps must be a column of them.",
        "add examples below the outline with a column for each placeholder");

    /// <summary>An unknown keyword language.</summary>
    public static readonly ErrorDefinition UnknownLanguage = new("R1016", "the keyword language is not known",
        "\"# language: xx\" chooses the language of Gherkin's keywords. The steps themselves are English.",
        "write \"# language: en\", or delete the comment");

    /// <summary>A placeholder that stands for nothing.</summary>
    public static readonly ErrorDefinition Placeholder = new("R1017", "a placeholder is not known",
        "Double braces hold {{param.NAME}}, or {{run.day}} with days added or taken and a time zone: "
        + "{{run.day - 7d in Europe/Lisbon}}. Left as it is, a misspelt one would end up in a path or in SQL.",
        @"correct it, or write \{{ for two braces");

    /// <summary>A parameter that nobody gave.</summary>
    public static readonly ErrorDefinition MissingParameter = new("R1018", "a parameter has no value",
        "A feature that uses {{param.NAME}} needs a value for it each time it is checked or run.",
        "give it with --param NAME=VALUE");

    /// <summary>All of the above, in order of their codes.</summary>
    public static readonly IReadOnlyList<ErrorDefinition> All =
    [
        Syntax, Empty, UndefinedStep, AmbiguousStep, MissingArgument, UnexpectedArgument, RaggedTable, TableHeader, NoScenario,
        ScenarioName, NoSteps, BadTag, Version, Swallowed, Outline, UnknownLanguage, Placeholder, MissingParameter,
    ];
}
