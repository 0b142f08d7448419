using System.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;

namespace Runink.Execution.Tests.Stages;

/// <summary>A program that works as a slice, in a process of its own.</summary>
internal sealed class SliceProgram : IDisposable
{
    /// <summary>
    /// Names the program that does the work in place of this process, so that all of these tests can be asked of what
    /// <c>eng/publish.sh</c> compiles; see <c>eng/check-published.sh</c>.
    /// </summary>
    public const string Variable = "RUNI_SLICE";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly Task<string> _errors;

    public SliceProgram(string file)
    {
        _process = Process.Start(new ProcessStartInfo(file)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>The program to ask; null when the tests are about this process.</summary>
    public static string? Named => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } file ? file : null;

    public int Id => _process.Id;

    /// <summary>Has a program do some work and ends it.</summary>
    public static StageOutcome Run(string file, IReadOnlyList<SliceAssignment> assignments)
    {
        using var program = new SliceProgram(file);
        foreach (var assignment in assignments) program.Write(PlanJson.Write(assignment));
        var events = new List<SliceEvent>();
        while (program.Next() is { } said)
        {
            events.Add(said);
            // It waits for more than there is.
            if (said is SliceReady && events.OfType<SliceReady>().Count() > assignments.Count) program.Close();
        }

        return new StageOutcome(program.AwaitExit(), [.. events]);
    }

    public void Write(string line)
    {
        try
        {
            _process.StandardInput.Write(line + "\n");
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It ends with the first failure, and reads no further.
        }
    }

    /// <summary>The next thing that it says; null when it will say no more.</summary>
    public SliceEvent? Next()
    {
        var reading = _process.StandardOutput.ReadLineAsync();
        if (!reading.Wait(s_patience)) throw new TimeoutException("it says nothing");
        return reading.Result is { } line ? PlanJson.Read<SliceEvent>(line) : null;
    }

    /// <summary>Reads until it says something of a kind.</summary>
    public T Await<T>() where T : SliceEvent
    {
        while (true)
        {
            switch (Next())
            {
                case T said: return said;
                case null: throw new InvalidOperationException($"it ended without a word of it: {_errors.Result}");
            }
        }
    }

    public void Close() => _process.StandardInput.Close();

    /// <summary>Waits for its end.</summary>
    public int AwaitExit()
    {
        if (!_process.WaitForExit(s_patience)) throw new TimeoutException("it does not end");
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
