using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Contracts;

/// <summary>What can be wrong with a data contract.</summary>
public static class ContractErrors
{
    /// <summary>There is no such file.</summary>
    public static readonly ErrorDefinition NotFound = new("R2001", "The contract does not exist",
        "A feature names a contract by the path of its file, relative to the project root.",
        "Correct the path, or write the contract.");

    /// <summary>The file cannot be read as text.</summary>
    public static readonly ErrorDefinition Unreadable = new("R2002", "The contract cannot be read",
        "A contract is a file of UTF-8 text, of at most 8 MiB, that the user may read.",
        "Correct the file's permissions or encoding.");

    /// <summary>The text is not YAML.</summary>
    public static readonly ErrorDefinition InvalidYaml = new("R2003", "The contract is not valid YAML",
        "A contract is one YAML document, nested at most 64 levels deep, in which no mapping gives a key twice.",
        "Correct the text at the place shown.");

    /// <summary>Something that must be there is not.</summary>
    public static readonly ErrorDefinition MissingKey = new("R2004", "The contract lacks a required key",
        "The Open Data Contract Standard requires version, apiVersion, kind, id and status at the top, a name for every object "
        + "and property, and a metric with its operator and arguments for every quality rule of the library.",
        "Add the key.");

    /// <summary>A value is of the wrong kind.</summary>
    public static readonly ErrorDefinition WrongValue = new("R2005", "A value in the contract is not of the right kind",
        "The standard says for each key whether it takes text, a number, true or false, a list or a mapping.",
        "Correct the value.");

    /// <summary>Another standard, or a version of it that is not read.</summary>
    public static readonly ErrorDefinition UnsupportedStandard = new("R2006",
        "The contract follows a standard that Runink does not read",
        "Runink reads contracts of the Open Data Contract Standard v3.0 and v3.1: kind DataContract, apiVersion "
        + "v3.0.0 to v3.1.0.",
        "Write 'apiVersion: v3.1.0' and 'kind: DataContract', and convert a contract of version 2.");

    /// <summary>Two things have one name.</summary>
    public static readonly ErrorDefinition DuplicateName = new("R2007", "A name is used twice",
        "Objects of a contract, properties of an object and rules of a property are told apart by their names; letter case does "
        + "not count, as in SQL.",
        "Rename one of the two. A quality rule takes its name from 'name', else from its metric.");

    /// <summary>A key that the standard does not know.</summary>
    public static readonly ErrorDefinition UnknownKey = new("R2008", "The contract has an unknown key",
        "The key is not part of the standard, so nothing reads it. A misspelt rule would not be enforced.",
        "Correct the spelling; what is your own belongs under 'customProperties'.");

    /// <summary>A type that is not known.</summary>
    public static readonly ErrorDefinition UnknownType = new("R2009", "A type is not known",
        "A property's logicalType is one of string, date, timestamp, time, number, integer, object, array and boolean; its "
        + "format option narrows it.",
        "Use one of the types of the standard.");

    /// <summary>An option or metric that does not belong there.</summary>
    public static readonly ErrorDefinition DoesNotFit = new("R2010", "An option does not fit what it is given for",
        "Each logical type has its own options, and each metric counts either in a property or in an object.",
        "Remove the option, or correct the logicalType.");

    /// <summary>Rules that nothing can meet.</summary>
    public static readonly ErrorDefinition Impossible = new("R2011", "A rule cannot be met by any value",
        "The bounds contradict each other or lie outside of what the type holds, so that every record would fail.",
        "Correct the bounds.");

    /// <summary>A regular expression with a mistake.</summary>
    public static readonly ErrorDefinition InvalidPattern = new("R2012", "A pattern is not a valid regular expression",
        "Patterns are ECMA-262 regular expressions. What only browsers' legacy grammar accepts, such as a lone '{', is refused.",
        "Correct the pattern at the place shown.");

    /// <summary>A regular expression that the engine cannot run.</summary>
    public static readonly ErrorDefinition PatternOutsideEngine = new("R2013", "A pattern runs outside of the engine",
        "The engine's regular expressions take time linear in the text and know neither lookaround nor references back. This "
        + "pattern needs more, so it runs in .NET: slower, and with a time bound for each value.",
        "Rewrite the pattern if speed matters; otherwise leave it.");

    /// <summary>A date format that cannot be read.</summary>
    public static readonly ErrorDefinition InvalidFormat = new("R2014", "A format cannot be understood",
        "Formats of dates and times are patterns of Java's DateTimeFormatter, of which those parts are read that the engine can "
        + "parse exactly. Formats of numbers are i8 to i128, u8 to u64, f32 and f64.",
        "Correct the format; docs/reference/contracts.md lists what is understood.");

    /// <summary>Something that is read but not enforced.</summary>
    public static readonly ErrorDefinition NotEnforced = new("R2015", "A part of the contract is not enforced",
        "The contract is valid, but this version of Runink has no check for this part of it, so records that break it pass.",
        "Do not rely on it here; docs/reference/contracts.md lists what is enforced.");

    /// <summary>A classification that is not known.</summary>
    public static readonly ErrorDefinition UnknownClassification = new("R2016", "A classification is not known",
        "Runink orders classifications as public, internal, confidential and restricted. Another word may mean anything, so it "
        + "counts as restricted.",
        "Use one of the four words.");

    /// <summary>A severity that is not known.</summary>
    public static readonly ErrorDefinition UnknownSeverity = new("R2017", "A severity is not known",
        "A quality rule's severity says whether a broken check stops the publication (error) or is only reported (warning, "
        + "info). Another word counts as error.",
        "Use error, warning or info.");

    /// <summary>A contract beyond all measure.</summary>
    public static readonly ErrorDefinition TooLarge = new("R2018", "The contract is too large",
        "A contract may have at most 10,000 properties, nested ones and repeated YAML aliases included.",
        "Split the contract.");

    /// <summary>A rule that every value meets.</summary>
    public static readonly ErrorDefinition NoEffect = new("R2019", "A rule has no effect",
        "The bound lies outside of what the column's type can hold, so every value meets it.",
        "Remove the bound, or choose a wider type.");

    /// <summary>Every definition of this area.</summary>
    public static readonly IReadOnlyList<ErrorDefinition> All =
    [
        NotFound, Unreadable, InvalidYaml, MissingKey, WrongValue, UnsupportedStandard, DuplicateName, UnknownKey, UnknownType,
        DoesNotFit, Impossible, InvalidPattern, PatternOutsideEngine, InvalidFormat, NotEnforced, UnknownClassification,
        UnknownSeverity, TooLarge, NoEffect,
    ];
}
