using System.Text;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>
/// Who owns a name: everybody who wants it puts a key under it that lives as long as its lease, and the key that was created first
/// owns it. Everybody else waits for the one before, so one release wakes one waiter. These are the keys of etcd's own recipe, so
/// its clients and these services stand in one queue.
/// </summary>
internal sealed class Ownership(EtcdContext context, LeaseService leases)
{
    private const long SessionSeconds = 60;

    /// <summary>The range of a name's keys.</summary>
    public static byte[] Prefix(ReadOnlySpan<byte> name) => [.. name, (byte)'/'];

    /// <summary>Stands in line, with a lease of its own when none is given.</summary>
    public async ValueTask<Place> EnterAsync(ReadOnlyMemory<byte> name, long lease, ReadOnlyMemory<byte> value, Caller caller)
    {
        if (lease == 0)
        {
            var granted = await leases.GrantAsync(new Protocol.LeaseGrantRequest { TTL = SessionSeconds }, caller).ConfigureAwait(false);
            lease = granted.ID;
        }

        var prefix = Prefix(name.Span);
        byte[] key = [.. prefix, .. Encoding.ASCII.GetBytes(lease.ToString("x"))];
        var txn = new TxnCommand(
            [new KvCompare(KvCompareTarget.Create, KvCompareResult.Equal, key)], [new PutCommand(key, value, lease)], [new RangeQuery(key)]);
        var result = (TxnResult)await context.ProposeAsync(txn, caller).ConfigureAwait(false);
        var mine = result.Succeeded ? null : ((RangeResult)result.Responses[0]).Pairs[0];
        return new Place(prefix, key, mine?.CreateRevision ?? result.Revision, lease, mine);
    }

    /// <summary>Waits until everybody who came before has gone, and returns the revision at which that was seen.</summary>
    /// <exception cref="RpcException">The own key went meanwhile: its lease ended.</exception>
    public async ValueTask<long> WaitAsync(Place place, Caller caller, CancellationToken cancelled)
    {
        var before = new RangeQuery(place.Prefix, End(place.Prefix))
        {
            Limit = 1,
            SortOrder = KvSortOrder.Descend,
            SortTarget = KvSortTarget.Create,
            MaxCreateRevision = place.Revision - 1,
        };
        while (true)
        {
            var view = await context.ReadAsync(caller.Group).ConfigureAwait(false);
            EtcdErrors.ThrowIfError(view.Auth.CheckRead(caller.User, caller.RevisionIn(view.Auth), before.Key.Span, before.RangeEnd.Span));
            if (view.Find(place.Key)?.CreateRevision != place.Revision)
                throw new RpcException(RpcCode.Unknown, "session is expired");
            if (view.Range(before).Pairs is not [var last]) return view.Revision;
            using var watch = new SingleWatch(
                caller.Group, new WatchRequest(last.Key) { StartRevision = view.Revision + 1, NoPut = true });
            await watch.NextAsync(cancelled).ConfigureAwait(false);
        }
    }

    /// <summary>Gives up the place, if it is still held.</summary>
    public async ValueTask<long> LeaveAsync(ReadOnlyMemory<byte> key, long revision, Caller caller)
    {
        var txn = new TxnCommand(
            [new KvCompare(KvCompareTarget.Create, KvCompareResult.Equal, key, Number: revision)], [new DeleteRangeCommand(key)], []);
        return (await context.ProposeAsync(txn, caller).ConfigureAwait(false)).Revision;
    }

    /// <summary>
    /// Takes a caller who waits no more out of the line. What the caller may still do does not matter, or the key could be left for whoever
    /// comes next to wait for: it is the one that this call put there, so it goes in the name of root.
    /// </summary>
    public async ValueTask WithdrawAsync(Place place, BarnGroup group)
    {
        while (true)
        {
            var auth = group.View.Auth;
            try
            {
                await LeaveAsync(place.Key, place.Revision, auth.Enabled ? new Caller(group, KvAuth.Root, auth.Revision) : new Caller(group))
                    .ConfigureAwait(false);
                return;
            }
            catch (RpcException behind) when (behind.Message == KvErrors.AuthOldRevision.Message || behind.Message == KvErrors.UserEmpty.Message)
            {
                // Users or roles changed, of which this member has yet to hear.
                await context.ReadAsync(group).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The first key behind all that begin with a prefix that does not end in 0xFF.</summary>
    public static byte[] End(ReadOnlySpan<byte> prefix)
    {
        var end = prefix.ToArray();
        end[^1]++;
        return end;
    }
}
