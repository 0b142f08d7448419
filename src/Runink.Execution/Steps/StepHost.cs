using Runink.Data.Arrow;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning.CSharp;

namespace Runink.Execution.Steps;

/// <summary>
/// The body of <c>runi step host</c>: a process that loads a compiled C# step and passes records through it, Arrow in and Arrow out. It holds
/// nothing but the step and its two pipes, and ends with it: what the code does beyond its records is the sandbox's business.
/// </summary>
public static class StepHost
{
    /// <summary>Runs a step to its end.</summary>
    /// <param name="file">The compiled step.</param>
    /// <param name="input">The columns that the step asks for, in its order, as an Arrow stream.</param>
    /// <param name="output">Gets what it returns, and <c>_reject</c>, as an Arrow stream.</param>
    /// <param name="errors">Gets why it failed, in one line at the end.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string file, Stream input, Stream output, TextWriter errors)
    {
        if (CompiledStep.FromBytes(File.ReadAllBytes(file)) is not { } step)
        {
            errors.WriteLine($"{file} is not a compiled step of this version of Runink");
            return ExitCodes.BadInput;
        }

        try
        {
            new StepRun(step).ToEnd(input, output);
            return ExitCodes.Ok;
        }
        catch (ArrowFormatException unsound)
        {
            errors.WriteLine($"what comes in cannot be read: {unsound.Message}");
            return ExitCodes.WorkFailed;
        }
#pragma warning disable CA1031 // Whatever the step's code throws is its failure, in the words of its author.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            errors.WriteLine(thrown);
            errors.WriteLine(StepFailure.Words(thrown, step.Shape));
            return ExitCodes.WorkFailed;
        }
    }
}
