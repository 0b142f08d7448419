namespace Runink.Cluster;

/// <summary>What went over a machine's line since it is there.</summary>
internal sealed record LinkTraffic(long ReceivedBytes, long SentBytes, long SentPackets);
