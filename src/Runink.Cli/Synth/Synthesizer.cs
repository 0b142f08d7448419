using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;

namespace Runink.Cli.Synth;

/// <summary>
/// Makes rows that meet the rules of a contract, and among them a share that each break one. The bytes depend on the rules, the
/// seed and the number of rows only.
/// </summary>
internal sealed class Synthesizer
{
    // Streams of randomness that belong to no column.
    private const int BadStream = -1;
    private const int NullStream = -2;
    private const int RowsBackMax = 1000;
    private const ulong NullOneIn = 32;

    private readonly IReadOnlyList<Column> _columns;
    private readonly ColumnRules[] _rules;
    private readonly CellValue[] _values;
    private readonly IReadOnlyList<IReadOnlyList<Mistake>> _mistakes;
    private readonly ulong _seed;
    private readonly ulong _badBelow;

    /// <summary>Prepares the values; a <c>RuninkException</c> when some column's rules are beyond it.</summary>
    /// <param name="columns">Columns, in order.</param>
    /// <param name="rules">What each record is held to.</param>
    /// <param name="seed">Same seed, same bytes.</param>
    /// <param name="badShare">Share of rows to spoil, 0 to 1.</param>
    public Synthesizer(IReadOnlyList<Column> columns, IReadOnlyList<RecordRule> rules, ulong seed, double badShare)
    {
        _columns = columns;
        _rules = [.. ColumnRules.Of(columns, rules)];
        _values = [.. _rules.Select(ValueFactory.For)];
        _mistakes = MistakeFactory.For(_rules, rules);
        _seed = seed;
        _badBelow = (ulong)(badShare * uint.MaxValue);
        if (badShare > 0 && _mistakes.Count == 0)
            throw CliErrors.Usage("the contract demands nothing, so no row of it can be bad", "give '--bad 0'");
    }

    /// <summary>Writes the rows.</summary>
    public SynthReport Write(long rows, RowFormat format, Stream stream, CancellationToken cancellation)
    {
        const long RowsBetweenLooks = 4096;
        var to = new ByteWriter(stream);
        var made = new Dictionary<Mistake, long>(ReferenceEqualityComparer.Instance);
        format.Begin(_columns, to);
        for (var row = 0L; row < rows; row++)
        {
            if (row % RowsBetweenLooks == 0) cancellation.ThrowIfCancellationRequested();
            var mistake = MistakeAt(row);
            if (mistake is not null) made[mistake] = made.GetValueOrDefault(mistake) + 1;
            WriteRow(row, mistake, format, to);
        }

        to.Flush();
        return new SynthReport(rows, to.Total, [.. made.OrderByDescending(pair => pair.Value)
            .Select(pair => new MistakeCount(pair.Key, pair.Value))]);
    }

    private void WriteRow(long row, Mistake? mistake, RowFormat format, ByteWriter to)
    {
        var twin = mistake is { IsDuplicate: true } ? GoodRowBefore(row) : row;
        for (var column = 0; column < _values.Length; column++)
        {
            var isKey = mistake is not null && mistake.IsDuplicate && mistake.Rule.Fields.Contains(_columns[column].Name);
            var from = isKey ? twin : row;
            var random = SplitMix.Of(_seed, from, column);
            var value = !(mistake?.Value is null || mistake.Column != column) ? mistake.Value
                : IsNull(from, column) ? NullValue.Instance : _values[column];
            format.Cell(column, value, ref random, from, to);
        }

        format.EndRow(to);
    }

    private bool IsNull(long row, int column) =>
        _rules[column].MayBeNull && SplitMix.Of(_seed, row, NullStream - column).Below(NullOneIn) == 0;

    // Null for a good row. The first rows have no row to repeat: they make the next kind of mistake, or none.
    private Mistake? MistakeAt(long row)
    {
        var random = SplitMix.Of(_seed, row, BadStream);
        if ((random.Next() & uint.MaxValue) >= _badBelow) return null;
        var kind = random.Below(_mistakes.Count);
        var mistake = Pick(_mistakes[kind], ref random);
        if (!mistake.IsDuplicate || GoodRowBefore(row) >= 0) return mistake;
        mistake = Pick(_mistakes[(kind + 1) % _mistakes.Count], ref random);
        return mistake.IsDuplicate ? null : mistake;
    }

    private static Mistake Pick(IReadOnlyList<Mistake> kind, ref SplitMix random) => kind[random.Below(kind.Count)];

    private long GoodRowBefore(long row)
    {
        for (var before = row - 1; before >= 0 && before >= row - RowsBackMax; before--)
        {
            var random = SplitMix.Of(_seed, before, BadStream);
            if ((random.Next() & uint.MaxValue) >= _badBelow) return before;
        }

        return -1;
    }
}
