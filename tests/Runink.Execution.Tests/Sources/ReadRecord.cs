using Runink.Execution.Sources;

namespace Runink.Execution.Tests.Sources;

/// <summary>A record as a reader delivered it; fields that are null are null.</summary>
internal sealed record ReadRecord(
    int File, long Number, long Line, long Offset, long Length, RecordProblems Problems, IReadOnlyList<string?> Fields)
{
    public override string ToString() =>
        $"{File}:{Number} line {Line} @{Offset}+{Length} {Problems} "
        + $"[{string.Join('|', Fields.Select(field => field ?? "(null)"))}]";
}
