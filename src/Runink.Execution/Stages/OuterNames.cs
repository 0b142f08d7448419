using Runink.Pipelines.Slices;

namespace Runink.Execution.Stages;

/// <summary>Calls files in messages as people know them, where the slice sees them elsewhere.</summary>
internal static class OuterNames
{
    /// <summary>The message with the names of the plan.</summary>
    public static string In(string message, SliceAssignment? assignment) => assignment is not { OutsideRoot: { } outside }
        ? message
        : message.Replace(assignment.ProjectRoot + "/", "", StringComparison.Ordinal).Replace(outside + "/", "/", StringComparison.Ordinal);
}
