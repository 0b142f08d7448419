namespace Runink.Runs.Ledger;

/// <summary>What a step of one's own did on the network.</summary>
/// <param name="Attempts">How often it tried to reach somebody.</param>
/// <param name="Refused">How often of these it came to no connection, because it was not allowed or nobody answered.</param>
/// <param name="BytesSent">Bytes that went out.</param>
/// <param name="BytesReceived">Bytes that came in.</param>
public sealed record NetworkUsage(long Attempts, long Refused, long BytesSent, long BytesReceived);
