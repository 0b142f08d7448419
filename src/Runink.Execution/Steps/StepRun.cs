using System.Reflection;
using Runink.Data.Arrow;
using Runink.Data.Arrow.Ipc;
using Runink.Data.Arrow.Rows;
using Runink.Execution.Sources;
using Runink.Pipelines.Planning.CSharp;

namespace Runink.Execution.Steps;

/// <summary>Passes the records of one stream through the code of a step. For one thread.</summary>
internal sealed class StepRun(CompiledStep step)
{
    private readonly StepShape _shape = step.Shape;

    /// <summary>Reads the input to its end, also when the step does not, and writes what the step returns.</summary>
    /// <exception cref="ArrowFormatException">The input is damaged, or is not what the step was planned for.</exception>
    public void ToEnd(Stream input, Stream output)
    {
        // Who reads it waits for its columns, and who writes the input may wait for that.
        using var written = new ArrowStreamWriter(output, Schema(), leaveOpen: true);
        var writer = new RowWriter(written);
        using var reader = new RowReader(Open(input), [.. _shape.Inputs.Select(property => property.IsNullable)]);
        var rejects = new StepRejects(_shape, reader, writer);
        LoadCode()(() => NextFit(reader, rejects), [.. reader.Getters], [.. writer.Setters], rejects.EndRow);
        while (NextFit(reader, rejects))
        {
            // Nobody asked for it; but who writes it should not believe that its reader has died.
        }

        writer.Complete();
    }

    private static bool NextFit(RowReader reader, StepRejects rejects)
    {
        while (reader.Next())
        {
            var unfit = reader.FindUnfit();
            if (unfit < 0) return true;
            rejects.RejectInput(unfit);
        }

        return false;
    }

    private ArrowSchema Schema() => new(
        [.. _shape.Outputs.Select(StepFields.Of), new ArrowField(ProgramIntake.Rejection, new ArrowType.Utf8(IsLarge: false))]);

    private ArrowStreamReader Open(Stream input)
    {
        var stream = ArrowStreamReader.Open(input);
        var fields = stream.Schema.Fields;
        if (fields.Count == _shape.Inputs.Count && _shape.Inputs.Zip(fields, StepFields.Fits).All(fits => fits)) return stream;
        stream.Dispose();
        throw new ArrowFormatException("it has other columns than the step was planned for");
    }

    private Action<Func<bool>, Delegate[], Delegate[], Action<string?>> LoadCode()
    {
        var adapter = Assembly.Load(step.Assembly, step.Symbols).GetType(CompiledStep.AdapterType, throwOnError: true)!;
        return adapter.GetMethod(CompiledStep.AdapterMethod)!.CreateDelegate<Action<Func<bool>, Delegate[], Delegate[], Action<string?>>>();
    }
}
