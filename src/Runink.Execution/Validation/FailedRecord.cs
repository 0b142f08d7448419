using System.Text;
using Runink.Data.Vectors;
using Runink.Execution.Sources;

namespace Runink.Execution.Validation;

/// <summary>
/// One failing record as the engine hands it to <see cref="RejectTap"/>: verdict words, form, place, then the payload as text. Reads
/// in place; valid as long as its chunk.
/// </summary>
internal readonly ref struct FailedRecord(DataChunk chunk, int row, int words)
{
    /// <summary>Arguments between the verdict words and the payload.</summary>
    public const int PlaceArguments = 5;

    /// <summary>What is wrong with its form.</summary>
    public RecordProblems Problems => (RecordProblems)chunk[words].Values<byte>()[row];

    /// <summary>Its place, see <see cref="RecordPosition"/>.</summary>
    public long Position => chunk[words + 1].Values<long>()[row];

    /// <summary>Physical line, where the format has lines.</summary>
    public long? Line => Optional(2);

    /// <summary>First byte, where it can be had.</summary>
    public long? ByteOffset => Optional(3);

    /// <summary>Length in bytes, where it can be had.</summary>
    public long? ByteLength => Optional(4);

    /// <summary>Whether it breaks the rule with that number.</summary>
    public bool Breaks(int rule)
    {
        var word = rule / Sql.SourceSql.RulesPerWord;
        return word < words && (chunk[word].Values<ulong>()[row] >> (rule % Sql.SourceSql.RulesPerWord) & 1) != 0;
    }

    /// <summary>The masked text of a column; false when it is null.</summary>
    public bool TryGetBytes(int column, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        var vector = chunk[words + PlaceArguments + column];
        if (vector.IsNull(row)) return false;
        bytes = vector.Strings()[row];
        return true;
    }

    /// <summary>The masked text of a column, or null.</summary>
    public string? Text(int column) => TryGetBytes(column, out var bytes) ? Encoding.UTF8.GetString(bytes) : null;

    private long? Optional(int argument)
    {
        var vector = chunk[words + argument];
        return vector.IsNull(row) ? null : vector.Values<long>()[row];
    }
}
