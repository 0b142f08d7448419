namespace Runink.Cli.Synth;

/// <summary>What was made.</summary>
/// <param name="Rows">Rows, bad ones included.</param>
/// <param name="Bytes">Bytes written.</param>
/// <param name="Mistakes">The mistakes that were made, most frequent first.</param>
internal sealed record SynthReport(long Rows, long Bytes, IReadOnlyList<MistakeCount> Mistakes)
{
    /// <summary>Bad rows.</summary>
    public long Bad => Mistakes.Sum(count => count.Rows);
}

/// <summary>A mistake and in how many rows it was made.</summary>
internal sealed record MistakeCount(Mistake Mistake, long Rows);
