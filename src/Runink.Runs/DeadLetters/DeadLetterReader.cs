using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Projects;
using Runink.Pipelines.Slices;
using Runink.Runs.Files;
using Runink.Runs.Ledger;
using Runink.Runs.Publishing;

namespace Runink.Runs.DeadLetters;

/// <summary>
/// Reads the dead letters that the runs of a project have published; one line at a time, so any number of them. Thread-safe.
/// </summary>
public sealed class DeadLetterReader(Project project, RunLedger ledger)
{
    private const int LongestLetter = 64 << 20;

    /// <summary>What was published, run by run, oldest first; of one run, or of all.</summary>
    public async Task<IReadOnlyList<DeadLetterSummary>> ListAsync(string? run = null, CancellationToken cancellation = default)
    {
        IReadOnlyList<RunRecord> runs = run is null
            ? await ledger.ListAsync(cancellation)
            : [(await ledger.GetAsync(run, cancellation)).Record];
        List<DeadLetterSummary> summaries = [];
        foreach (var each in runs)
        {
            foreach (var (stage, _) in await ledger.StagesAsync(each.Id, cancellation))
            {
                var queues = stage.Outputs.Where(output => output.IsDeadLetters && output.Rows > 0);
                summaries.AddRange(queues.Select(output => new DeadLetterSummary(
                    each.Id, each.Time, stage.Id, stage.Scenario, output.Dataset, output.Rows, stage.Counts!.FailedByRule)));
            }
        }

        return summaries;
    }

    /// <summary>The letters that a filter means, queue by queue in the order of their parts.</summary>
    public async IAsyncEnumerable<DeadLetter> ReadAsync(
        DeadLetterFilter filter, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var queues = (await ListAsync(filter.Run, cancellation)).Select(summary => summary.Dataset).Distinct();
        foreach (var file in queues.SelectMany(queue => FilesOf(queue, filter)))
        {
            await foreach (var letter in ReadFileAsync(file, cancellation))
            {
                if (filter.Matches(letter)) yield return letter;
            }
        }
    }

    /// <summary>The letter with that id, or the only one whose id begins so; otherwise an error with exit code 3.</summary>
    public async Task<DeadLetter> GetAsync(string id, CancellationToken cancellation = default)
    {
        DeadLetter? found = null;
        var several = false;
        await foreach (var letter in ReadAsync(new DeadLetterFilter(), cancellation))
        {
            if (string.Equals(letter.Id, id, StringComparison.Ordinal)) return letter;
            if (!letter.Id.StartsWith(id, StringComparison.Ordinal)) continue;
            several = found is not null;
            found = letter;
            if (several) break;
        }

        if (found is not null && !several) return found;
        var message = several ? $"several dead letters begin with '{id}'" : $"no dead letter is called '{id}'";
        throw new RuninkException(RunErrors.LetterNotFound.Error(message, at: null), ExitCodes.NotFound);
    }

    private List<string> FilesOf(DatasetRef queue, DeadLetterFilter filter)
    {
        var reader = new DatasetReader(project);
        if (reader.Manifest(queue) is null) return [];
        var files = reader.Resolve(queue);
        return [.. files.Files
            .Where((_, index) => filter.Run is null || files.Manifest is null || files.Manifest.Parts[index].Run == filter.Run)
            .Select(path => Path.Combine(project.Root, path))];
    }

    private static async IAsyncEnumerable<DeadLetter> ReadFileAsync(
        string file, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var lines = new BoundedLineReader(stream, LongestLetter);
        for (var number = 1; await NextAsync(lines, file, number, cancellation) is { } line; number++)
        {
            if (line.Length > 0) yield return Parse(line, file, number);
        }
    }

    private static async ValueTask<ReadOnlyMemory<byte>?> NextAsync(
        BoundedLineReader lines, string file, int number, CancellationToken cancellation)
    {
        try
        {
            return await lines.ReadAsync(cancellation);
        }
        catch (InvalidDataException tooLong)
        {
            throw Unreadable(file, number, tooLong);
        }
    }

    private static DeadLetter Parse(ReadOnlyMemory<byte> line, string file, int number)
    {
        try
        {
            var letter = PlanJson.Read<DeadLetter>(Encoding.UTF8.GetString(line.Span));
            return letter.Version is >= 1 and <= DeadLetter.CurrentVersion
                ? letter
                : throw new JsonException($"version {letter.Version} is unknown");
        }
        catch (JsonException damage)
        {
            throw Unreadable(file, number, damage);
        }
    }

    private static RuninkException Unreadable(string file, int line, Exception cause) => new(
        RunErrors.RecordUnreadable.Error($"'{file}' line {line} is not a dead letter: {cause.Message}", at: null),
        ExitCodes.WorkFailed, cause);
}
