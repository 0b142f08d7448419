using Runink.Pipelines.Slices;

namespace Runink.Runs.Coordination;

/// <summary>Adds up how far the slices of a stage are. Thread-safe.</summary>
internal sealed class TeamProgress(int slices)
{
    private readonly SliceProgress?[] _latest = new SliceProgress?[slices];
    private readonly Lock _gate = new();

    /// <summary>What a slice said last that it is doing; null when it said nothing.</summary>
    public string? StepOf(int slice)
    {
        lock (_gate) return _latest[slice]?.Step;
    }

    /// <summary>How far the stage is, now that one of its slices has said how far it is.</summary>
    public SliceProgress With(int slice, SliceProgress said)
    {
        lock (_gate)
        {
            _latest[slice] = said;
            var known = _latest.OfType<SliceProgress>().ToList();
            return new(
                known.Sum(each => each.RecordsRead), known.Sum(each => each.RecordsFailed), known.Sum(each => each.BytesRead),
                known.Sum(each => each.BytesTotal), said.Step);
        }
    }
}
