using Runink.Data.Engines;
using Runink.Pipelines.Diagnostics;

namespace Runink.Execution.Stages;

/// <summary>Turns failures of the engine and of the file system into errors that name the cause and the cure.</summary>
internal static class EngineFailure
{
    private const int NoSpaceErrno = 28;
    private const int QuotaErrno = 122;

    /// <summary>What an engine's failure means for the person.</summary>
    public static RuninkException Explain(EngineException failure)
    {
        var definition = failure switch
        {
            { Type: EngineErrorType.OutOfMemory } => SliceErrors.OutOfMemory,
            _ when IsFull(failure.Message) => SliceErrors.DiskFull,
            { Type: EngineErrorType.IO } => SliceErrors.Unwritable,
            _ => SliceErrors.Engine,
        };
        return SliceErrors.Exception(definition, FirstLine(failure.Message), inner: failure);
    }

    /// <summary>What a failed file operation means for the person.</summary>
    public static RuninkException Explain(IOException failure)
    {
        var full = (failure.HResult & 0xFFFF) is NoSpaceErrno or QuotaErrno || IsFull(failure.Message);
        return SliceErrors.Exception(full ? SliceErrors.DiskFull : SliceErrors.Unwritable, failure.Message, inner: failure);
    }

    private static bool IsFull(string message) =>
        message.Contains("No space left", StringComparison.OrdinalIgnoreCase) || message.Contains("Disk quota", StringComparison.OrdinalIgnoreCase);

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();
}
