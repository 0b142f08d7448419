using Runink.Pipelines.Diagnostics;

namespace Runink.Execution.Sources.Blocks;

/// <summary>Finds where records end, as fast as it can: it is the only part of reading that cannot run in parallel.</summary>
internal unsafe interface IRecordScanner
{
    /// <summary>Finds the last record boundary in bytes that begin at one.</summary>
    /// <param name="data">The bytes, with a line feed before and 64 zeros behind them.</param>
    /// <param name="length">How many.</param>
    /// <param name="atEnd">Whether the file ends here.</param>
    /// <param name="inArray">Whether the bytes begin inside the array of a json file.</param>
    BlockCut Scan(byte* data, int length, bool atEnd, bool inArray);

    /// <summary>Says what is open at the end of bytes that hold not even one whole record; null when nothing is.</summary>
    BrokenRecord? Explain(ReadOnlySpan<byte> data, bool inArray);
}

/// <summary>What <see cref="IRecordScanner.Scan"/> found.</summary>
/// <param name="Length">Bytes up to the last boundary; 0 when there is none.</param>
/// <param name="Records">Records in them.</param>
/// <param name="InArray">Whether the boundary lies inside the array of a json file.</param>
/// <param name="Stuck">Whether the next record is broken, however many bytes follow.</param>
internal readonly record struct BlockCut(int Length, int Records, bool InArray = false, bool Stuck = false);

/// <summary>A record without an end.</summary>
/// <param name="Definition">The kind of error.</param>
/// <param name="Position">The byte at fault.</param>
/// <param name="What">What is wrong there; the line is added.</param>
internal sealed record BrokenRecord(ErrorDefinition Definition, int Position, string What);
