using System.Text.RegularExpressions;
using Runink.Data.Engines;
using Runink.Pipelines.Diagnostics;

namespace Runink.Execution.Stages;

/// <summary>Turns failures of the engine and of the file system into errors that name the cause and the cure.</summary>
internal static partial class EngineFailure
{
    private const int NoSpaceErrno = 28;
    private const int QuotaErrno = 122;
    private const string CastHint = "a cast that throws ends the stage: use TRY_CAST or try_strptime where a value may not fit";

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
        var message = FirstLine(failure.Message);
        return ShowsValues(failure)
            ? SliceErrors.Exception(definition, WithoutValues(message), hint: CastHint, inner: failure)
            : SliceErrors.Exception(definition, message, inner: failure);
    }

    /// <summary>What a failed file operation means for the person.</summary>
    public static RuninkException Explain(IOException failure)
    {
        var full = (failure.HResult & 0xFFFF) is NoSpaceErrno or QuotaErrno || IsFull(failure.Message);
        return SliceErrors.Exception(full ? SliceErrors.DiskFull : SliceErrors.Unwritable, failure.Message, inner: failure);
    }

    // Such an error is about a value, and quotes it. Messages reach terminals and the ledger, which are cleared for no classification.
    private static bool ShowsValues(EngineException failure) => failure.InnerException is null
        && failure.Type is EngineErrorType.Conversion or EngineErrorType.InvalidInput or EngineErrorType.OutOfRange or EngineErrorType.MismatchType;

    // A value may hold quotes and line ends itself, so nothing is kept behind its beginning but what looks like the name of a type.
    private static string WithoutValues(string message)
    {
        var words = Words().Match(message).Value;
        var rest = message[words.Length..];
        return rest is "" or "." or "!" ? message : $"{words} …{TypeAtEnd().Match(rest).Value}".TrimStart();
    }

    private static bool IsFull(string message) =>
        message.Contains("No space left", StringComparison.OrdinalIgnoreCase) || message.Contains("Disk quota", StringComparison.OrdinalIgnoreCase);

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();

    [GeneratedRegex(@"\A([A-Za-z]\w*(,? (?<!value )[A-Za-z]\w*)*)?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Words();

    [GeneratedRegex(
        @"( to type| to| type) [A-Z]+[0-9]*(\([0-9]+, ?[0-9]+\))?( when casting from source column [A-Za-z_]\w*| failed: value is out of range)?[.!]?\z",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TypeAtEnd();
}
