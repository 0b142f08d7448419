using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Runink.Isolation.Network;

/// <summary>SOCKS5 (RFC 1928) as far as a slice needs it: no authentication, CONNECT, to names and addresses.</summary>
internal sealed class Socks5 : ProxyProtocol
{
    private const byte Version = 5;
    private const byte NoAuthentication = 0;
    private const byte NoAcceptableMethod = 0xFF;
    private const byte Connect = 1;
    private const byte AddressV4 = 1;
    private const byte Name = 3;
    private const byte AddressV6 = 4;

    private enum Reply : byte
    {
        Succeeded = 0,
        GeneralFailure = 1,
        NotAllowed = 2,
        HostUnreachable = 4,
        ConnectionRefused = 5,
        CommandNotSupported = 7,
        AddressTypeNotSupported = 8,
    }

    public override async Task<EgressEndpoint> ReadRequestAsync(HandshakeReader reader, CancellationToken cancellationToken)
    {
        await AgreeOnMethodAsync(reader, cancellationToken);
        var head = (await reader.TakeAsync(4, cancellationToken)).ToArray();
        if (head[0] != Version || head[2] != 0) throw Wrong("the request does not begin with 5, a command and 0", Reply.GeneralFailure);
        if (head[1] != Connect) throw Wrong($"command {head[1]}: only CONNECT (1) is served", Reply.CommandNotSupported);
        var host = await ReadHostAsync(reader, head[3], cancellationToken);
        var port = BinaryPrimitives.ReadUInt16BigEndian((await reader.TakeAsync(2, cancellationToken)).Span);
        return EgressEndpoint.TryCreate(host, port, out var endpoint)
            ? endpoint
            : throw Wrong("the host is no name and no address, or the port is 0", Reply.GeneralFailure);
    }

    public override ReadOnlyMemory<byte> Answer(EgressOutcome outcome, string reason) => Encode(outcome switch
    {
        EgressOutcome.Allowed => Reply.Succeeded,
        EgressOutcome.NotNamed or EgressOutcome.PrivateAddress => Reply.NotAllowed,
        EgressOutcome.UnknownHost => Reply.HostUnreachable,
        EgressOutcome.Unreachable => Reply.ConnectionRefused,
        _ => Reply.GeneralFailure,
    });

    /// <summary>Answers the greeting, which a client sends before it says what it wants.</summary>
    private static async Task AgreeOnMethodAsync(HandshakeReader reader, CancellationToken cancellationToken)
    {
        var count = (await reader.TakeAsync(2, cancellationToken)).Span[1];
        var methods = await reader.TakeAsync(count, cancellationToken);
        if (!methods.Span.Contains(NoAuthentication))
            throw new MalformedRequestException("the client insists on authentication; there is none", new byte[] { Version, NoAcceptableMethod });
        await reader.ReplyAsync(new byte[] { Version, NoAuthentication }, cancellationToken);
    }

    private static async Task<string> ReadHostAsync(HandshakeReader reader, byte kind, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case AddressV4: return new IPAddress((await reader.TakeAsync(4, cancellationToken)).Span).ToString();
            case AddressV6: return new IPAddress((await reader.TakeAsync(16, cancellationToken)).Span).ToString();
            case Name:
                var length = (await reader.TakeAsync(1, cancellationToken)).Span[0];
                return Encoding.Latin1.GetString((await reader.TakeAsync(length, cancellationToken)).Span);
            default:
                throw Wrong($"address type {kind}: only IPv4 (1), names (3) and IPv6 (4) are served", Reply.AddressTypeNotSupported);
        }
    }

    private static MalformedRequestException Wrong(string message, Reply reply) => new(message, Encode(reply));

    // The address that the connection got on this side is nobody's business: zeros.
    private static byte[] Encode(Reply reply) => [Version, (byte)reply, 0, AddressV4, 0, 0, 0, 0, 0, 0];
}
