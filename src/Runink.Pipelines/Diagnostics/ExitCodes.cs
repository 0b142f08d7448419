namespace Runink.Pipelines.Diagnostics;

/// <summary>The exit codes of every <c>runi</c> command; documented in <c>docs/reference/exit-codes.md</c>.</summary>
public static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>The work ran and failed: a check, a stage, a test.</summary>
    public const int WorkFailed = 1;

    /// <summary>Bad usage or bad input.</summary>
    public const int BadInput = 2;

    /// <summary>Not found, or in conflict with what is there.</summary>
    public const int NotFound = 3;

    /// <summary>Not allowed, or over quota.</summary>
    public const int NotAllowed = 4;

    /// <summary>No leader, or the cluster cannot be reached.</summary>
    public const int Unreachable = 5;

    /// <summary>Timed out.</summary>
    public const int TimedOut = 6;

    /// <summary>Interrupted by Ctrl-C or SIGTERM.</summary>
    public const int Interrupted = 130;
}
