namespace Runink.Isolation.Network;

/// <summary>How an attempt to reach the network ended.</summary>
public enum EgressOutcome
{
    /// <summary>The endpoint is named in the plan; bytes went both ways.</summary>
    Allowed,

    /// <summary>No step of the plan names this host with this port.</summary>
    NotNamed,

    /// <summary>The name leads to this machine or to addresses that are not of the open network.</summary>
    PrivateAddress,

    /// <summary>The name has no address.</summary>
    UnknownHost,

    /// <summary>Nobody answers there.</summary>
    Unreachable,

    /// <summary>More connections at once than allowed.</summary>
    TooManyConnections,

    /// <summary>What was sent is neither SOCKS5 nor HTTP CONNECT.</summary>
    Malformed,

    /// <summary>The request did not come in time.</summary>
    TimedOut,
}

/// <summary>One attempt of a slice to reach the network, reported when it is over.</summary>
/// <param name="Endpoint">What it asked for; null when it did not get as far.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">The same for people, one line.</param>
/// <param name="Address">The address that was connected to, if one was.</param>
/// <param name="BytesSent">Bytes from the slice to the endpoint.</param>
/// <param name="BytesReceived">Bytes from the endpoint to the slice.</param>
/// <param name="Duration">From its first byte to its end.</param>
public sealed record EgressAttempt(
    EgressEndpoint? Endpoint, EgressOutcome Outcome, string Reason, string? Address, long BytesSent, long BytesReceived, TimeSpan Duration);
