using System.Text.Json;

namespace Runink.Runs.Tests.Slice;

/// <summary>What the fake slice does wrong, and where.</summary>
public enum Misdeed
{
    None,
    KillItself,
    ExitWithCode,
    ExitSilently,
    Hang,
    IgnoreStop,
    FailForGood,
    FailRetryably,
    LieAboutSize,
    ReportMissingPart,
    EscapeStaging,
    SendGarbage,
    SendLongLine,
    SpeakAfterResult,
    FloodLog,
    LinkPart,
    LinkDirectory,
    GivePartASecondName,
    SetUserOnPart,
    ForgetChecks,
    NamePartTooLong,
    PutPartBelowPublishedPart,
    LeaveLinksInACircle,
}

/// <summary>The behaviour of the fake slice: <c>script.json</c> in the project root, if it is there.</summary>
public sealed record Script
{
    public const string FileName = "script.json";

    public Misdeed Misdeed { get; init; }

    /// <summary>The misdeed happens in attempts up to this one.</summary>
    public int UntilAttempt { get; init; } = int.MaxValue;

    /// <summary>Whether it happens when the parts are written; otherwise before.</summary>
    public bool AfterWriting { get; init; }

    /// <summary>Parts per sink that is a directory.</summary>
    public int Parts { get; init; } = 1;

    /// <summary>Whether the checks of the plan hold.</summary>
    public bool ChecksPass { get; init; } = true;

    /// <summary>Milliseconds to take between parts.</summary>
    public int Pause { get; init; }

    public static Script Read(string projectRoot)
    {
        var file = Path.Combine(projectRoot, FileName);
        return File.Exists(file) ? JsonSerializer.Deserialize<Script>(File.ReadAllText(file))! : new();
    }

    public void Write(string projectRoot) =>
        File.WriteAllText(Path.Combine(projectRoot, FileName), JsonSerializer.Serialize(this));
}
