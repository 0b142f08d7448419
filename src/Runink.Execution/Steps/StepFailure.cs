using System.Diagnostics;
using System.Globalization;
using Runink.Pipelines.Planning.CSharp;

namespace Runink.Execution.Steps;

/// <summary>Says in one line what a step has thrown, and where.</summary>
internal static class StepFailure
{
    /// <summary><c>steps/Enrich.cs:12: DivideByZeroException: Attempted to divide by zero.</c></summary>
    public static string Words(Exception thrown, StepShape shape)
    {
        var what = thrown is OutOfMemoryException ? "it has no memory left; raise @memory" : thrown.Message.ReplaceLineEndings(" ");
        return $"{Place(thrown, shape)}: {thrown.GetType().Name}: {what}";
    }

    private static string Place(Exception thrown, StepShape shape)
    {
        var frame = new StackTrace(thrown, fNeedFileInfo: true).GetFrames().FirstOrDefault(one => one.GetFileName() == shape.File);
        return frame is null
            ? $"{shape.File} ({shape.Method})"
            : string.Create(CultureInfo.InvariantCulture, $"{shape.File}:{frame.GetFileLineNumber()}");
    }
}
