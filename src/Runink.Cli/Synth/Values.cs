using System.Text;

namespace Runink.Cli.Synth;

/// <summary>One of a list, each as likely.</summary>
internal sealed class ChoiceValue(IReadOnlyList<string> values, bool isBareJson = false) : CellValue
{
    private readonly byte[][] _values = [.. values.Select(Encoding.UTF8.GetBytes)];

    public override bool IsBareJson { get; } = isBareJson;

    public override void Write(ref SplitMix random, long row, ByteWriter to) => to.Write(_values[random.Below(_values.Length)]);
}

/// <summary>A multiple of a unit within bounds: <c>(first + k) * unit</c>, the unit given in steps of a decimal place.</summary>
/// <param name="first">The lowest value, in units.</param>
/// <param name="count">How many values there are.</param>
/// <param name="unit">The unit, in steps of the last decimal place.</param>
/// <param name="decimals">Decimal places.</param>
/// <param name="sequential">Whether each row gets the next value, so that no two agree.</param>
internal sealed class NumberValue(long first, ulong count, long unit, int decimals, bool sequential) : CellValue
{
    private readonly ulong _one = (ulong)Math.Pow(10, decimals);

    public override bool IsBareJson => true;

    public override void Write(ref SplitMix random, long row, ByteWriter to)
    {
        var value = (first + (long)(sequential ? (ulong)row : random.Below(count))) * unit;
        if (value < 0) to.Write((byte)'-');
        var magnitude = (ulong)Math.Abs(value);
        to.WriteDigits(magnitude / _one);
        if (decimals == 0) return;
        to.Write((byte)'.');
        to.WriteDigits(magnitude % _one, decimals);
    }
}

/// <summary>Letters and a running number, wide enough for a billion rows where the length allows: <c>T000000001</c>.</summary>
internal sealed class SerialValue(string prefix, int digits) : CellValue
{
    public override void Write(ref SplitMix random, long row, ByteWriter to)
    {
        to.Write(prefix);
        to.WriteDigits((ulong)row + 1, digits);
    }
}

/// <summary>Text that a pattern describes.</summary>
/// <param name="pattern">The pattern.</param>
/// <param name="sequential">Whether each row gets the next text, so that no two agree.</param>
internal sealed class PatternValue(TextPattern pattern, bool sequential) : CellValue
{
    public override void Write(ref SplitMix random, long row, ByteWriter to)
    {
        if (sequential) pattern.WriteNth((ulong)row, to);
        else pattern.WriteAny(ref random, to);
    }
}
