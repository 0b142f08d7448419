using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;

namespace Runink.Runs.Tests.Slice;

/// <summary>
/// Speaks the protocol of a slice. Every line of its inputs is a record; those that begin with <c>bad</c> become dead letters,
/// the others go to every sink.
/// </summary>
public sealed class FakeSlice(SliceAssignment assignment, Script script, TextWriter output)
{
    private static int s_turn;
    private readonly List<StagedPart> _parts = [];
    private readonly bool _misbehaves = assignment.Attempt <= script.UntilAttempt;

    /// <summary>What it claims to hold.</summary>
    public static long ResidentBytes { get; private set; } = 1;

    /// <summary>Whether it is ready for more, also when it is not to stay.</summary>
    public static bool StaysUnasked { get; private set; }

    public int Run()
    {
        s_turn++;
        try
        {
            return Work();
        }
        catch (IOException failure)
        {
            Say(new SliceFailed("R5308", failure.Message, null, 1, Retryable: false));
            return 1;
        }
    }

    private int Work()
    {
        Say(new SliceStarted(Environment.ProcessId));
        Say(new SliceWarning("R5999", "a warning for the test"));
        if (_misbehaves && !script.AfterWriting && Misbehave() is { } early) return early;
        var records = assignment.Inputs
            .SelectMany(input => File.ReadAllLines(Path.Combine(assignment.ProjectRoot, input.Path))).ToList();
        var failed = records.Where(record => record.StartsWith("bad", StringComparison.Ordinal)).ToList();
        var passed = records.Except(failed).ToList();
        passed = [.. passed.Select(Answer)];
        foreach (var sink in assignment.Plan.Sinks) WriteSink(sink, passed);
        if (assignment.Plan.DeadLetters is not null && failed.Count > 0) WriteLetters(failed);
        Say(new SliceProgress(records.Count, failed.Count, 1, 1, "writing"));
        if (_misbehaves && script.AfterWriting && Misbehave() is { } late) return late;
        Say(Finished(records.Count, failed.Count));
        if (_misbehaves && script.Misdeed == Misdeed.SpeakAfterResult) Say(new SliceStarted(1));
        return 0;
    }

    /// <summary>A record that asks what is to be seen at a path is answered by it; any other stays as it is.</summary>
    private static string Answer(string record) => record.Split(' ', 2) switch
    {
        ["see", var path] => $"{path} {(Path.Exists(path) ? "seen" : "not there")}",
        ["list", var path] => $"{path} holds {string.Join(' ', Directory.EnumerateFileSystemEntries(path).Select(Path.GetFileName).Order(StringComparer.Ordinal))}",
        ["write", var path] => $"{path} {Write(path)}",
        ["hang", _] => Hang(),
        ["fail", var why] => throw new IOException(why),
        ["grow", _] => $"grown to {ResidentBytes = 1L << 40}",
        ["stay", _] => $"stays {StaysUnasked = true}",
        ["turn", _] => $"turn {s_turn}",
        ["variables", _] => string.Join(' ', Environment.GetEnvironmentVariables().Keys.Cast<string>().Order(StringComparer.Ordinal)),
        _ => record,
    };

    private static string Hang()
    {
        Wait(Timeout.Infinite);
        return "";
    }

    private static string Write(string path)
    {
        try
        {
            File.AppendAllText(path, "x");
            return "written";
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return "refused";
        }
    }

    private void WriteSink(SinkPlan sink, List<string> passed)
    {
        if (sink.PartitionBy.Count > 0)
        {
            foreach (var group in passed.GroupBy(record => record.Split(',')[0]))
                WritePart(sink.Id, $"{sink.PartitionBy[0]}={group.Key}/data_0.txt", [.. group]);
            return;
        }

        var parts = sink.IsSingleFile ? 1 : script.Parts;
        for (var part = 0; part < parts; part++)
        {
            var mine = passed.Where((_, index) => index % parts == part).ToList();
            WritePart(sink.Id, $"data_{part.ToString(CultureInfo.InvariantCulture)}.txt", mine);
            Wait(script.Pause);
        }
    }

    private void WriteLetters(List<string> failed) => WritePart(
        StagingTarget.DeadLetters, "letters.jsonl", [.. failed.Select((record, index) => PlanJson.Write(new DeadLetter
        {
            Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(assignment.Run + record)))[..16],
            Run = assignment.Run,
            Stage = assignment.Stage,
            Epoch = 0,
            Time = assignment.RunTime,
            Dataset = "csv://data/in.csv",
            File = assignment.Inputs[0].Path,
            FileSha256 = assignment.Inputs[0].Sha256,
            Record = index + 1,
            Errors = [new BrokenRule("id", record == "bad,price" ? "minimum" : "pattern", "good", "bad")],
            Payload = JsonSerializer.SerializeToElement(new { id = record }),
        }))]);

    private void WritePart(int sink, string path, List<string> lines)
    {
        var file = Path.Combine(assignment.Staging.First(target => target.Sink == sink).Directory, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var bytes = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));
        using (var stream = new FileStream(file, FileMode.CreateNew))
        {
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }

        _parts.Add(new(sink, path, lines.Count, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))));
    }

    private SliceFinished Finished(int read, int failed) => new()
    {
        RecordsRead = read,
        RecordsFailed = failed,
        FailedByRule = new Dictionary<string, long> { ["id.pattern"] = failed },
        Parts = [.. _parts],
        Checks = script.Misdeed == Misdeed.ForgetChecks ? [] : [.. assignment.Plan.Checks.Select(check =>
            new CheckResult(check.Name, script.ChecksPass, check.Severity.ToString(), "95%", script.ChecksPass ? "99%" : "12%"))],
        PeakMemoryBytes = 1,
        CpuMilliseconds = 1,
    };

    /// <summary>Does the misdeed; an exit code ends the slice.</summary>
    private int? Misbehave()
    {
        switch (script.Misdeed)
        {
            case Misdeed.KillItself:
                Process.GetCurrentProcess().Kill();
                Wait(Timeout.Infinite);
                return 1;
            case Misdeed.ExitWithCode:
                return 7;
            case Misdeed.ExitSilently:
                return 0;
            case Misdeed.Hang or Misdeed.IgnoreStop:
                File.WriteAllText(Path.Combine(assignment.ProjectRoot, "hanging"), "");
                Wait(Timeout.Infinite);
                return 1;
            case Misdeed.FailForGood:
                Say(new SliceFailed("R5201", "line 3 cannot be read", "mend line 3", 2, Retryable: false));
                return 2;
            case Misdeed.FailRetryably:
                Say(new SliceFailed("R5309", "out of memory", null, 1, Retryable: true));
                return 1;
            default:
                Lie();
                return null;
        }
    }

    private void Lie()
    {
        switch (script.Misdeed)
        {
            case Misdeed.LieAboutSize:
                _parts[0] = _parts[0] with { Size = _parts[0].Size + 1 };
                break;
            case Misdeed.ReportMissingPart:
                _parts.Add(_parts[0] with { Path = "missing.txt" });
                break;
            case Misdeed.EscapeStaging:
                _parts.Add(_parts[0] with { Path = "../../../../../../script.json" });
                break;
            case Misdeed.LinkPart:
                var copy = Path.Combine(assignment.ProjectRoot, "copy");
                File.Move(PathOf(_parts[0]), copy);
                File.CreateSymbolicLink(PathOf(_parts[0]), copy);
                break;
            case Misdeed.LinkDirectory:
                var outside = Directory.CreateDirectory(Path.Combine(assignment.ProjectRoot, "elsewhere")).FullName;
                File.Copy(PathOf(_parts[0]), Path.Combine(outside, "data.txt"));
                Directory.CreateSymbolicLink(Path.Combine(DirectoryOf(_parts[0]), "link"), outside);
                _parts[0] = _parts[0] with { Path = "link/data.txt" };
                break;
            case Misdeed.GivePartASecondName:
                Process.Start("ln", [PathOf(_parts[0]), Path.Combine(assignment.ProjectRoot, "second")]).WaitForExit();
                break;
            case Misdeed.SetUserOnPart:
                Process.Start("chmod", ["u+s", PathOf(_parts[0])]).WaitForExit();
                break;
            case Misdeed.NamePartTooLong:
                Rename("p." + new string('x', 250));
                break;
            case Misdeed.PutPartBelowPublishedPart:
                var published = Directory.GetFiles(Path.Combine(assignment.ProjectRoot, "out", "silver"), "part-*").Single();
                Rename($"{Path.GetFileName(published)}/data.txt");
                break;
            case Misdeed.LeaveLinksInACircle:
                foreach (var name in new[] { "a", "b" }) Directory.CreateSymbolicLink(Path.Combine(DirectoryOf(_parts[0]), name), ".");
                break;
            case Misdeed.SendGarbage:
                output.WriteLine("Segmentation fault");
                break;
            case Misdeed.SendLongLine:
                output.WriteLine(new string('x', (1 << 20) + 1));
                break;
            case Misdeed.FloodLog:
                for (var line = 0; line < 10_000; line++) Console.Error.WriteLine(new string('.', 100));
                break;
        }
    }

    private void Rename(string path)
    {
        var renamed = _parts[0] with { Path = path };
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(renamed))!);
        File.Move(PathOf(_parts[0]), PathOf(renamed));
        _parts[0] = renamed;
    }

    private string DirectoryOf(StagedPart part) => assignment.Staging.First(target => target.Sink == part.Sink).Directory;

    private string PathOf(StagedPart part) => Path.Combine(DirectoryOf(part), part.Path);

    private static void Wait(int milliseconds)
    {
        using var never = new ManualResetEventSlim();
        never.Wait(milliseconds);
    }

    private void Say(SliceEvent what) => output.WriteLine(PlanJson.Write(what));
}
