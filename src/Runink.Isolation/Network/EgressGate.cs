using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;

namespace Runink.Isolation.Network;

/// <summary>
/// Decides where a slice may go, and goes there. The addresses that are judged are the ones that are connected to: a name is
/// looked up once, so that a second answer (DNS rebinding) has nothing to say.
/// </summary>
internal sealed class EgressGate(EgressProxyOptions options)
{
    private const int AddressesMax = 4;
    private readonly FrozenSet<EgressEndpoint> _named = options.Endpoints.ToFrozenSet();

    public async Task<Passage> OpenAsync(EgressEndpoint wanted, CancellationToken stop)
    {
        if (!_named.Contains(wanted)) return new Passage(EgressOutcome.NotNamed, "no step of the plan names this endpoint");
        using var limit = new CancellationTokenSource(options.ConnectTimeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        try
        {
            // Who names an address means that address, also one of this machine or its neighbours.
            if (wanted.Address is not null) return await ConnectAsync([wanted.Address], wanted.Port, either.Token);
            var found = await options.Resolve(wanted.Host, either.Token);
            if (found.Length == 0) return new Passage(EgressOutcome.UnknownHost, "the name has no address");
            var good = Array.FindAll(found, address => PublicAddresses.Contains(address) && !options.IsOwn(address));
            return good.Length > 0
                ? await ConnectAsync(good, wanted.Port, either.Token)
                : new Passage(
                    EgressOutcome.PrivateAddress, $"the name leads to {found[0]}, which is not of the open network; name the endpoint by that address if it is meant");
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain)
        {
            return new Passage(EgressOutcome.UnknownHost, "the name has no address");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new Passage(EgressOutcome.Unreachable, $"no answer within {options.ConnectTimeout.TotalSeconds} s");
        }
    }

    private async Task<Passage> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        var reason = "";
        var tried = Math.Min(addresses.Length, AddressesMax);
        foreach (var address in addresses.Take(tried))
        {
            // Equal shares: an address that is dead leaves time for the others.
            using var share = new CancellationTokenSource(options.ConnectTimeout / tried, options.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, share.Token);
            try
            {
                var socket = await options.Dial(new IPEndPoint(address, port), either.Token);
                return new Passage(EgressOutcome.Allowed, "") { Socket = socket, Address = address.ToString() };
            }
            catch (SocketException error)
            {
                reason = $"{address}: {error.SocketErrorCode}";
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                reason = $"{address}: no answer in time";
            }
        }

        return new Passage(EgressOutcome.Unreachable, reason);
    }

    /// <summary>The answer: the connection when it is allowed, else why not.</summary>
    internal sealed record Passage(EgressOutcome Outcome, string Reason)
    {
        public Socket? Socket { get; init; }

        public string? Address { get; init; }
    }
}
