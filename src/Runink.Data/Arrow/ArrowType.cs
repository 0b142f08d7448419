namespace Runink.Data.Arrow;

/// <summary>A type of Arrow, without its children: these are fields of the <see cref="ArrowField"/>. Immutable.</summary>
public abstract record ArrowType
{
    private ArrowType()
    {
    }

    /// <summary>How its values lie in memory.</summary>
    internal abstract ColumnLayout Layout { get; }

    /// <summary>The bytes of a value, for types of a fixed width; else 0.</summary>
    internal virtual int Width => 0;

    /// <summary>Only NULLs, which take no room.</summary>
    public sealed record Null : ArrowType
    {
        internal override ColumnLayout Layout => ColumnLayout.Nothing;
    }

    /// <summary>True or false, a bit each.</summary>
    public sealed record Bool : ArrowType
    {
        internal override ColumnLayout Layout => ColumnLayout.Bits;
    }

    /// <summary>A whole number of 8, 16, 32 or 64 bits.</summary>
    public sealed record Int(int Bits, bool IsSigned) : Fixed(Bits / 8);

    /// <summary>A binary floating-point number of 16, 32 or 64 bits.</summary>
    public sealed record Float(int Bits) : Fixed(Bits / 8);

    /// <summary>A scaled whole number of 32, 64, 128 or 256 bits.</summary>
    public sealed record Decimal(int Precision, int Scale, int Bits) : Fixed(Bits / 8);

    /// <summary>Days (32 bits) or milliseconds (64 bits) since 1970.</summary>
    public sealed record Date(bool IsMilliseconds) : Fixed(IsMilliseconds ? 8 : 4);

    /// <summary>Time since midnight: 32 bits of seconds or milliseconds, 64 bits of smaller units.</summary>
    public sealed record Time(TimeUnit Unit) : Fixed(Unit <= TimeUnit.Millisecond ? 4 : 8);

    /// <summary>Time since 1970, 64 bits. With a zone it is an instant (UTC); without, the reading of some clock.</summary>
    public sealed record Timestamp(TimeUnit Unit, string? Zone) : Fixed(8);

    /// <summary>A length of time, 64 bits.</summary>
    public sealed record Duration(TimeUnit Unit) : Fixed(8);

    /// <summary>A distance in the calendar.</summary>
    public sealed record Interval(IntervalUnit Unit)
        : Fixed(Unit switch { IntervalUnit.YearMonth => 4, IntervalUnit.DayTime => 8, _ => 16 });

    /// <summary>Bytes, always equally many.</summary>
    public sealed record FixedBinary(int Bytes) : Fixed(Bytes);

    /// <summary>Text in UTF-8; offsets of 64 bits when large.</summary>
    public sealed record Utf8(bool IsLarge) : ArrowType
    {
        internal override ColumnLayout Layout => IsLarge ? ColumnLayout.LargeBytes : ColumnLayout.Bytes;
    }

    /// <summary>Bytes; offsets of 64 bits when large.</summary>
    public sealed record Binary(bool IsLarge) : ArrowType
    {
        internal override ColumnLayout Layout => IsLarge ? ColumnLayout.LargeBytes : ColumnLayout.Bytes;
    }

    /// <summary>Lists of the one child; offsets of 64 bits when large.</summary>
    public sealed record List(bool IsLarge) : ArrowType
    {
        internal override ColumnLayout Layout => IsLarge ? ColumnLayout.LargeList : ColumnLayout.List;
    }

    /// <summary>Lists of the one child, always equally long.</summary>
    public sealed record FixedList(int Size) : ArrowType
    {
        internal override ColumnLayout Layout => ColumnLayout.FixedList;
    }

    /// <summary>A value of each child.</summary>
    public sealed record Struct : ArrowType
    {
        internal override ColumnLayout Layout => ColumnLayout.Struct;
    }

    /// <summary>Lists of entries: the one child is a struct of key and value.</summary>
    public sealed record Map(bool KeysSorted) : ArrowType
    {
        internal override ColumnLayout Layout => ColumnLayout.List;
    }

    /// <summary>All types whose values have one width.</summary>
    public abstract record Fixed : ArrowType
    {
        private protected Fixed(int width) => Width = width;

        internal sealed override ColumnLayout Layout => ColumnLayout.Fixed;

        internal sealed override int Width { get; }
    }
}
