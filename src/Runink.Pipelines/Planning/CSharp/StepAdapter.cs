using System.Text;
using Microsoft.CodeAnalysis;

namespace Runink.Pipelines.Planning.CSharp;

/// <summary>
/// Writes the code that stands between columns and a step's records. It is compiled with the step, so that no value is boxed and nothing is
/// looked up while records pass; it knows nothing of Runink but delegates.
/// </summary>
internal static class StepAdapter
{
    /// <summary>The full name of the class.</summary>
    public const string TypeName = "Runink.Generated.StepAdapter";

    /// <summary>
    /// Its method, <c>Run(Func&lt;bool&gt; next, Delegate[] get, Delegate[] put, Action&lt;string&gt; end)</c>: moves on by
    /// <c>next</c>, gets the values of the columns by <c>get</c>, puts those that come out by <c>put</c>, and ends each record with the reason why it is rejected, or null.
    /// </summary>
    public const string MethodName = "Run";

    // An array of so many references or small structs is still an ordinary object for the collector.
    private const int BatchSize = 1024;

    /// <summary>What the code of a step need not import.</summary>
    public const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.ComponentModel.DataAnnotations.Schema;
        global using System.IO;
        global using System.Linq;
        """;

    /// <summary>The code for a step.</summary>
    public static string Of(StepMethod method, StepInput input, StepOutput output)
    {
        var code = new StringBuilder();
        code.Append("namespace Runink.Generated {\npublic static class StepAdapter {\n")
            .Append("public static void Run(global::System.Func<bool> next, global::System.Delegate[] get, global::System.Delegate[] put, ")
            .Append("global::System.Action<string> end) {\n");
        for (var i = 0; i < input.Properties.Count; i++) code.Append($"var g{i} = (global::System.Func<{Name(input.Properties[i])}>)get[{i}];\n");
        for (var i = 0; i < output.Properties.Count; i++) code.Append($"var p{i} = (global::System.Action<{Name(output.Properties[i])}>)put[{i}];\n");
        var call = $"{Name(method.Symbol.ContainingType)}.{method.Symbol.Name}";
        code.Append(method switch
        {
            { Takes: StepIntake.All } => $"foreach (var row in {call}(Rows())) Put(row);\n",
            { Takes: StepIntake.Batch } => $"for (var rows = Batch(); rows.Length > 0; rows = Batch()) foreach (var row in {call}(rows)) Put(row);\n",
            { ReturnsMany: true } => $"while (next()) foreach (var row in {call}(Row())) Put(row);\n",
            _ => $"while (next()) Put({call}(Row()));\n",
        });
        var (taken, made) = (Name(input.Type), MadeType(method));
        code.Append($"{taken} Row() => {Make(input)};\n");
        if (method.Takes == StepIntake.All)
            code.Append($"global::System.Collections.Generic.IEnumerable<{taken}> Rows() {{ while (next()) yield return Row(); }}\n");
        if (method.Takes == StepIntake.Batch)
        {
            code.Append($"{taken}[] Batch() {{ var rows = new {taken}[{BatchSize}]; var count = 0;\n")
                .Append("while (count < rows.Length && next()) rows[count++] = Row();\nreturn count == rows.Length ? rows : rows[..count]; }\n");
        }

        code.Append($"void Put({made} made) {{\nif (made is not {{ }} row) return;\n");
        for (var i = 0; i < output.Properties.Count; i++) code.Append($"p{i}(row.@{output.Properties[i].Symbol.Name});\n");
        return code.Append($"end({(output.Rejects ? $"row.{StepProperties.Rejection}" : "null")});\n}}\n}}\n}}\n}}\n").ToString();
    }

    // One record may be missing, also where it is a struct.
    private static string MadeType(StepMethod method) => Name(method.Output) + (method.Output.IsValueType ? "?" : "");

    private static string Make(StepInput input)
    {
        var given = input.Parameters.Select((parameter, i) => $"@{parameter}: g{i}()");
        var rest = input.Properties.Skip(input.InConstructor).Select((property, i) => $"@{property.Symbol.Name} = g{input.InConstructor + i}()");
        return $"new {Name(input.Type)}({string.Join(", ", given)}) {{ {string.Join(", ", rest)} }}";
    }

    private static string Name(RowProperty property) => Name(property.Symbol.Type);

    private static string Name(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
}
