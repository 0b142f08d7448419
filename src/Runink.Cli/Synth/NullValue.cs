namespace Runink.Cli.Synth;

/// <summary>No value: nothing between the delimiters of CSV, <c>null</c> in JSON.</summary>
internal sealed class NullValue : CellValue
{
    /// <summary>The only one.</summary>
    public static readonly NullValue Instance = new();

    private NullValue()
    {
    }

    public override void Write(ref SplitMix random, long row, ByteWriter to)
    {
    }
}
