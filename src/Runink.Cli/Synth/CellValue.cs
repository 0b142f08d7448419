namespace Runink.Cli.Synth;

/// <summary>Makes the values of one column. Immutable.</summary>
internal abstract class CellValue
{
    /// <summary>Whether the text is a JSON value as it stands (a number, true, false) and needs no quotes there.</summary>
    public virtual bool IsBareJson => false;

    /// <summary>Writes the value of a row as plain text, at most <see cref="ByteWriter.CellBytesMax"/> bytes.</summary>
    /// <param name="random">The cell's own randomness.</param>
    /// <param name="row">The row, from 0; values of a key are told apart by it.</param>
    /// <param name="to">Where to.</param>
    public abstract void Write(ref SplitMix random, long row, ByteWriter to);
}
