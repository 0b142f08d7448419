using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Planning.CSharp;

/// <summary>What can be wrong with a step written in C#: R31xx.</summary>
public static class CSharpErrors
{
    /// <summary>A file that cannot be a C# step.</summary>
    public static readonly ErrorDefinition Source = new("R3101", "file cannot be a C# step",
        "A C# step is one .cs file of the project, in UTF-8, of at most 1 MiB.",
        "give the path of a .cs file, such as steps/Enrich.cs; 'runi step new Enrich' writes one");

    /// <summary>The compiler refuses the code.</summary>
    public static readonly ErrorDefinition Compile = new("R3102", "C# step does not compile",
        "The code is compiled when the plan is made, alone: against the base class library of .NET 10, without packages, other files of the project, "
            + "unsafe code or the parts of the library that are for networks and processes. What nests deeper than the compiler can follow is "
            + "refused: more than 256 brackets, 1,000 statements or calls within each other, 4,000 operators in a row.",
        "correct the code");

    /// <summary>No method that can be the step.</summary>
    public static readonly ErrorDefinition Method = new("R3103", "C# step has no usable method",
        "The file holds exactly one static method 'Run', which takes a record, a batch or all records, and returns them: Out? Run(In row), "
            + "IEnumerable<Out> Run(In row), IEnumerable<Out> Run(IReadOnlyList<In> batch) or IEnumerable<Out> Run(IEnumerable<In> rows). "
            + "In and Out are records, classes or structs of the same file.",
        "write: static class Step { public static Out? Run(In row) => …; }");

    /// <summary>A property that is no column.</summary>
    public static readonly ErrorDefinition Property = new("R3104", "property does not fit a column",
        "Public properties are columns: the property TradeId is the column trade_id, another name is given by [Column(\"name\")]. "
            + "Types are string, bool, sbyte to long, byte to ulong, float, double, decimal, DateOnly, TimeOnly, DateTime, DateTimeOffset "
            + "and byte[], with a question mark where NULL may stand. What comes in must be of the column's own type.",
        "correct the property's name or type");

    /// <summary>The compiler has doubts.</summary>
    public static readonly ErrorDefinition Doubt = new("R3105", "the C# compiler warns",
        "The code compiles, but the compiler doubts that it does what was meant.",
        "see what the compiler says");

    /// <summary>Every definition, for the reference page.</summary>
    public static readonly IReadOnlyList<ErrorDefinition> All = [Source, Compile, Method, Property, Doubt];
}
