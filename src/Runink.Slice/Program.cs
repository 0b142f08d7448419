using Runink.Cli;
using Runink.Execution;
using Runink.Pipelines.Diagnostics;

// `runi slice` as a program of its own, which eng/publish.sh compiles to machine code: nothing is compiled when it starts.
using var interruption = new Interruption();
try
{
    return SliceHost.Run(interruption.Token);
}
catch (Exception bug)
{
    // The last line of a slice's log is what people are told.
    Console.Error.WriteLine(bug);
    Console.Error.WriteLine($"error: internal error, please report it: {bug.GetType().Name}: {bug.Message.ReplaceLineEndings(" ")}");
    return ExitCodes.WorkFailed;
}
