namespace Runink.Simulation;

/// <summary>What may be expected of nodes at this time.</summary>
internal sealed class BarnHealth
{
    /// <summary>Ticks in which every question has its answer; null: the time of a request.</summary>
    public long? PatienceTicks { get; set; }

    /// <summary>Whether nothing fails: then nobody may be told that something did.</summary>
    public bool IsCalm { get; set; }
}
