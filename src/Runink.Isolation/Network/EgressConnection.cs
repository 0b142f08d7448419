using System.Net.Sockets;

namespace Runink.Isolation.Network;

/// <summary>One connection of a slice: its request, the decision, and the bytes.</summary>
internal sealed class EgressConnection(Socket client, EgressProxyOptions options, EgressGate gate)
{
    private readonly long _began = options.Time.GetTimestamp();
    private readonly HandshakeReader _reader = new(client);
    private EgressEndpoint? _wanted;

    /// <summary>Serves it to its end; never throws.</summary>
    public async Task<EgressAttempt> ServeAsync(CancellationToken stop)
    {
        try
        {
            return await ServeRequestAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return Ended(EgressOutcome.TimedOut, stop.IsCancellationRequested ? "stopped with the slice" : $"no request within {options.HandshakeTimeout.TotalSeconds} s");
        }
        catch (SocketException error)
        {
            return Ended(_wanted is null ? EgressOutcome.Malformed : EgressOutcome.Unreachable, $"broken off: {error.SocketErrorCode}");
        }
    }

    private async Task<EgressAttempt> ServeRequestAsync(CancellationToken stop)
    {
        ProxyProtocol protocol;
        using (var limit = new CancellationTokenSource(options.HandshakeTimeout, options.Time))
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token))
        {
            try
            {
                protocol = await ProxyProtocol.RecogniseAsync(_reader, either.Token);
                _wanted = await protocol.ReadRequestAsync(_reader, either.Token);
            }
            catch (MalformedRequestException error)
            {
                if (error.Answer.Length > 0) await client.SendAsync(error.Answer, SocketFlags.None, either.Token);
                return Ended(EgressOutcome.Malformed, error.Message);
            }
        }

        var passage = await gate.OpenAsync(_wanted, stop);
        using var far = passage.Socket;
        await client.SendAsync(protocol.Answer(passage.Outcome, passage.Reason), SocketFlags.None, stop);
        if (far is null) return Ended(passage.Outcome, passage.Reason);
        var tunnel = new Tunnel(client, far, options.IdleTimeout, options.Time);
        var end = await tunnel.RunAsync(_reader.Rest, stop);
        return Ended(EgressOutcome.Allowed, end) with { Address = passage.Address, BytesSent = tunnel.Sent, BytesReceived = tunnel.Received };
    }

    private EgressAttempt Ended(EgressOutcome outcome, string reason) =>
        new(_wanted, outcome, reason, null, 0, 0, options.Time.GetElapsedTime(_began));
}
