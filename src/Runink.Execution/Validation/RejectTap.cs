using System.Buffers;
using System.Collections.Concurrent;
using Runink.Data.Functions;
using Runink.Data.Vectors;
using Runink.Execution.Sql;
using Runink.Pipelines.Diagnostics;

namespace Runink.Execution.Validation;

/// <summary>
/// Where failing records leave the pass: an SQL function that counts them, writes their dead letters, and answers false. It is called with failing records only, from
/// all threads of the engine. Its arguments: verdict words, form, place, payload; see <see cref="FailedRecord"/>.
/// </summary>
internal sealed class RejectTap : ScalarFunction
{
    private readonly LetterContext _context;
    private readonly LetterWriter? _letters;
    private readonly int _words;
    private readonly ConcurrentBag<ArrayBufferWriter<byte>> _idle = [];

    /// <summary>A tap for the records of one source.</summary>
    public RejectTap(string name, LetterContext context, LetterWriter? letters)
        : base(name, "BOOLEAN", Types(context))
    {
        (_context, _letters) = (context, letters);
        _words = WordsFor(context.Rules.Count);
        Counters = new RuleCounters(context.Rules);
    }

    /// <summary>What has failed so far.</summary>
    public RuleCounters Counters { get; }

    /// <summary>Whether records are dropped without letter or complaint, because another tap reports them.</summary>
    public bool Silent { get; init; }

    /// <inheritdoc/>
    public override bool IsVolatile => true;

    /// <inheritdoc/>
    public override bool HandlesNulls => true;

    /// <summary>Verdict words that so many rules need.</summary>
    public static int WordsFor(int rules) => Math.Max(1, (rules + SourceSql.RulesPerWord - 1) / SourceSql.RulesPerWord);

    /// <inheritdoc/>
    protected override void Invoke(DataChunk arguments, OutputVector output)
    {
        output.Values<bool>().Clear();
        if (Silent) return;
        if (!_idle.TryTake(out var buffer)) buffer = new ArrayBufferWriter<byte>(1 << 16);
        for (var row = 0; row < arguments.RowCount; row++)
        {
            var record = new FailedRecord(arguments, row, _words);
            Counters.Add(record);
            if (_letters is null) throw NowhereToGo(record);
            LetterWriter.Format(buffer, _context, record);
        }

        _letters?.Append(buffer.WrittenSpan, arguments.RowCount);
        buffer.ResetWrittenCount();
        _idle.Add(buffer);
    }

    private RuninkException NowhereToGo(in FailedRecord record)
    {
        var file = _context.Files[RecordPosition.File(record.Position)].Path;
        var number = RecordPosition.Record(record.Position);
        var place = record.Line is { } line ? $"{file}:{line}" : $"{file}, record {number}";
        return SliceErrors.BadInput(SliceErrors.NoDeadLetters, $"{place}: {FirstReason(record)}", _context.Source.At);
    }

    private string FirstReason(in FailedRecord record)
    {
        foreach (var form in FormRules.Broken(record.Problems)) return $"the record does not have {form.Expected}";
        for (var i = 0; i < _context.Rules.Count; i++)
        {
            if (record.Breaks(i)) return $"{_context.Rules[i].Field} is not {_context.Rules[i].Expected}";
        }

        return "the record failed";
    }

    private static string[] Types(LetterContext context) =>
    [
        .. Enumerable.Repeat("UBIGINT", WordsFor(context.Rules.Count)),
        "UTINYINT", "BIGINT", "BIGINT", "BIGINT", "BIGINT",
        .. context.Source.Columns.Select(_ => "VARCHAR"),
    ];
}
