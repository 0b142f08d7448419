using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Planning;

/// <summary>What can be wrong with a scenario that reads well: R3xxx.</summary>
public static class PlanErrors
{
    /// <summary>A URI that names no dataset.</summary>
    public static readonly ErrorDefinition DatasetUri = new("R3001", "not a dataset",
        "A dataset is written scheme://path. The scheme is its format: csv, json, jsonl or parquet to read; csv, jsonl "
            + "or parquet to write.",
        "write it like csv://data/trades.csv, with a path relative to the project");

    /// <summary>A path that may not be used.</summary>
    public static readonly ErrorDefinition PathRefused = new("R3002", "path is refused",
        "Sources and sinks lie inside the project, or in a directory that runink.yaml allows; never in .runink/, "
            + "staging areas or key files.",
        "use a path inside the project, or allow its directory in runink.yaml");

    /// <summary>A flow that no step made.</summary>
    public static readonly ErrorDefinition UnknownFlow = new("R3003", "unknown flow",
        "A step can use the flows that the steps above it made.",
        "make the flow in a step above, or correct its name");

    /// <summary>A flow made twice.</summary>
    public static readonly ErrorDefinition FlowTwice = new("R3004", "flow is made twice",
        "A name stands for one flow; only steps that change a flow in place give it a new meaning.",
        "give the second flow a name of its own");

    /// <summary>A flow that leads nowhere.</summary>
    public static readonly ErrorDefinition UnusedFlow = new("R3005", "flow is never used",
        "The flow leads to no sink and no check, so computing it is wasted.",
        "write it somewhere, or remove the step");

    /// <summary>A column that is not there.</summary>
    public static readonly ErrorDefinition UnknownColumn = new("R3006", "unknown column",
        "The column is not in the flow at this step; 'runi explain' shows the columns of every step.",
        "correct the name");

    /// <summary>An option that the step does not have.</summary>
    public static readonly ErrorDefinition UnknownOption = new("R3007", "unknown option",
        "A step has the options that 'runi steps' shows for it.",
        "correct the option's name");

    /// <summary>A value that does not fit its option.</summary>
    public static readonly ErrorDefinition OptionValue = new("R3008", "value does not fit",
        "The option, tag or cell cannot take this value.",
        "use one of the values that docs/reference/steps.md names");

    /// <summary>No source of column types.</summary>
    public static readonly ErrorDefinition UnknownColumns = new("R3009", "columns are not known",
        "Column types must be known before anything runs: from a contract, a 'columns' option, a Parquet footer, or "
            + "the scenario that writes the dataset. Checking never reads data.",
        "bind a contract with an object of the table's name, or add the option | columns | id int64, name text |");

    /// <summary>A contract that cannot be used.</summary>
    public static readonly ErrorDefinition ContractMismatch = new("R3010", "contract does not fit",
        "The contract has another version than the feature asks for, or no schema object with the table's name.",
        "correct the version or the table's name");

    /// <summary>A validation that cannot be done.</summary>
    public static readonly ErrorDefinition CannotValidate = new("R3011", "flow cannot be validated",
        "Records are validated as they were read, so that a dead letter can point at its source record: the flow must "
            + "come straight from a table under a contract.",
        "validate the flow right after the Given step that reads it");

    /// <summary>A mask that does not fit.</summary>
    public static readonly ErrorDefinition Mask = new("R3012", "mask does not fit",
        "Methods are redact, hash, tokenize, keep last N, null, generalise to month, generalise to year (dates) and "
            + "generalise to N (numbers).",
        "choose a method that fits the column's type");

    /// <summary>Columns whose types do not fit each other.</summary>
    public static readonly ErrorDefinition TypeMismatch = new("R3013", "types do not fit",
        "Join keys must be comparable, and the flows of a union must have the same columns of the same types.",
        "convert one of the columns by SQL first");

    /// <summary>A column name on both sides of a join.</summary>
    public static readonly ErrorDefinition DuplicateColumn = new("R3014", "column is on both sides",
        "Columns of a flow are told apart by name; after a join a name must come from one side only, the keys excepted.",
        "rename or leave out the column on one side by SQL first");

    /// <summary>Failing records without a place to go.</summary>
    public static readonly ErrorDefinition NoDeadLetters = new("R3015", "records that fail have nowhere to go",
        "Records of this scenario can fail, and what fails must be kept.",
        "add: But records that fail go to the dead-letter queue \"jsonl://out/dlq/name\"");

    /// <summary>A dead-letter queue given twice or in a wrong format.</summary>
    public static readonly ErrorDefinition DeadLetters = new("R3016", "dead-letter queue does not fit",
        "A scenario has at most one dead-letter queue, and letters are JSON lines.",
        "use one queue with the scheme jsonl");

    /// <summary>Sinks that would overwrite each other or a source.</summary>
    public static readonly ErrorDefinition SinkConflict = new("R3017", "sink is in the way of another dataset",
        "A dataset has one writer at a time, lies in no other dataset, and is not read by the scenario that writes it.",
        "write to a path of its own");

    /// <summary>Partition columns that do not fit.</summary>
    public static readonly ErrorDefinition Partition = new("R3018", "partition does not fit",
        "Partition columns become directories: they must exist and leave at least one column for the files.",
        "correct the partition columns");

    /// <summary>Scenarios that wait for each other.</summary>
    public static readonly ErrorDefinition Cycle = new("R3019", "scenarios form a cycle",
        "Scenarios are connected by the datasets they read and write; a cycle has no first scenario to run.",
        "break the cycle: let one of them read another dataset");

    /// <summary>A scenario without a sink.</summary>
    public static readonly ErrorDefinition NoSink = new("R3020", "scenario writes nothing",
        "A pipeline ends in at least one sink.",
        "add: Then records of a flow that pass go to \"parquet://out/name\"");

    /// <summary>A classified column at a sink that is not cleared for it.</summary>
    public static readonly ErrorDefinition Clearance = new("R3021", "column is above the sink's clearance",
        "A sink may hold columns up to the classification it is cleared for (internal, unless it says otherwise).",
        "mask the column, leave it out, or clear the sink with the option | cleared for | confidential |");

    /// <summary>A classified column in the letters.</summary>
    public static readonly ErrorDefinition LetterClearance = new("R3022", "dead letters would show a classified column",
        "A letter holds the record as it was read, masked as the scenario masks it. A column above the queue's "
            + "clearance that no step masks would stand there in clear.",
        "mask the column under its own name, or clear the queue with the option | cleared for | confidential |");

    /// <summary>Classifications that could not be followed exactly.</summary>
    public static readonly ErrorDefinition Tainted = new("R3023", "classification could not be followed exactly",
        "What the analysis cannot follow counts as made from everything: each output column has the highest "
            + "classification of all input columns.",
        "write the SQL in a simpler form, or mask before it");

    /// <summary>A tag of a later version.</summary>
    public static readonly ErrorDefinition TagWithoutEffect = new("R3024", "tag has no effect in this version",
        "The tag belongs to a part of Runink that this version does not have.",
        "remove it, or leave it for a later version");

    /// <summary>A test scenario.</summary>
    public static readonly ErrorDefinition TestNotRun = new("R3025", "test scenario is not run in this version",
        "Scenarios tagged @test are checked for their wording only.",
        "nothing to do");

    /// <summary>A check that does not fit.</summary>
    public static readonly ErrorDefinition Check = new("R3026", "check does not fit",
        "Checks are: row count between N and M (or *), not null, unique; and at least P% of records must pass.",
        "correct the check");

    /// <summary>What the reader's contract expects is not what the writer writes.</summary>
    public static readonly ErrorDefinition UpstreamDrift = new("R3027", "the writing scenario does not meet this contract",
        "Another scenario of the project writes this dataset, and its columns are not those that the contract demands.",
        "change the writing scenario or the contract, or allow it with: And schema drift must be \"warn\"");

    /// <summary>A program that cannot be a step.</summary>
    public static readonly ErrorDefinition Program = new("R3028", "program cannot be a step",
        "A program is a file of the project that begins with #! and an interpreter's absolute path, or is an executable for this kind of machine. "
            + "It needs no run bit: a private copy of it runs.",
        "give the path of a script with a first line such as #!/usr/bin/env python3");

    /// <summary>What a step may not reach.</summary>
    public static readonly ErrorDefinition Endpoint = new("R3030", "network endpoint cannot be reached",
        "A program reaches the endpoints that its step names, and nothing else: each is a host name or an address and a port. A name leads to the open network only; "
            + "who means a machine of their own network names its address.",
        "write endpoints such as \"api.example.org:443, 10.0.0.5:5432\"");

    /// <summary>Every definition, for the reference page.</summary>
    public static readonly IReadOnlyList<ErrorDefinition> All =
    [
        DatasetUri, PathRefused, UnknownFlow, FlowTwice, UnusedFlow, UnknownColumn, UnknownOption, OptionValue, UnknownColumns,
        ContractMismatch, CannotValidate, Mask, TypeMismatch, DuplicateColumn, NoDeadLetters, DeadLetters, SinkConflict,
            Partition,
        Cycle, NoSink, Clearance, LetterClearance, Tainted, TagWithoutEffect, TestNotRun, Check, UpstreamDrift, Program, Endpoint,
    ];
}
