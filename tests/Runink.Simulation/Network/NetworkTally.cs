namespace Runink.Simulation;

/// <summary>What has become of messages so far.</summary>
public sealed class NetworkTally
{
    public long Sent { get; internal set; }

    public long Delivered { get; internal set; }

    public long Lost { get; internal set; }

    public long Duplicated { get; internal set; }

    public long Damaged { get; internal set; }

    public long Late { get; internal set; }

    public long Overtaken { get; internal set; }

    /// <summary>Stopped by a partition.</summary>
    public long Blocked { get; internal set; }

    /// <summary>Lost because too many were under way.</summary>
    public long Crowded { get; internal set; }
}
