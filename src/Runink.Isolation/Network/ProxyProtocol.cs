namespace Runink.Isolation.Network;

/// <summary>The words in which a client says where it wants to go.</summary>
internal abstract class ProxyProtocol
{
    private const byte FirstOfSocks5 = 5;

    /// <summary>Reads what the client wants.</summary>
    /// <exception cref="MalformedRequestException">It is not of this protocol, or asks for something else than a connection.</exception>
    public abstract Task<EgressEndpoint> ReadRequestAsync(HandshakeReader reader, CancellationToken cancellationToken);

    /// <summary>What the client is told.</summary>
    public abstract ReadOnlyMemory<byte> Answer(EgressOutcome outcome, string reason);

    /// <summary>Recognises the protocol by its first byte.</summary>
    /// <exception cref="MalformedRequestException">It is neither.</exception>
    public static async Task<ProxyProtocol> RecogniseAsync(HandshakeReader reader, CancellationToken cancellationToken)
    {
        var first = await reader.PeekAsync(cancellationToken);
        if (first == FirstOfSocks5) return new Socks5();
        if (char.IsAsciiLetterUpper((char)first)) return new HttpConnect();
        throw new MalformedRequestException($"the first byte is 0x{first:x2}: neither SOCKS5 nor HTTP");
    }
}

/// <summary>What a client sent makes no sense; the bytes are the answer it gets before the connection is closed.</summary>
internal sealed class MalformedRequestException(string message, ReadOnlyMemory<byte> answer = default) : Exception(message)
{
    public ReadOnlyMemory<byte> Answer { get; } = answer;
}
