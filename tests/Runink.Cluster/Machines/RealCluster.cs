using System.Globalization;
using System.Runtime.InteropServices;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Cluster;

/// <summary>
/// Members of one cluster, each on a machine of its own, with TLS between them and towards clients. Taken away at the end, also when the
/// program is told to stop.
/// </summary>
internal sealed class RealCluster : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rk-").FullName;
    private readonly Authority _authority = new();
    private readonly List<Member> _members = [];
    private readonly IReadOnlyList<string> _flags;
    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly Lock _takingAway = new();
    private bool _isTakenAway;

    private RealCluster(Kind kind, int members, IReadOnlyList<string> flags, int disk)
    {
        _flags = flags;
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM])
            _signals.Add(PosixSignalRegistration.Create(signal, _ => TakeAway()));
        Tools = new NativeTools(_folder);
        Laboratory = Laboratory.Make(members);
        for (var number = 1; number <= members; number++)
            _members.Add(new Member(Laboratory, _authority, Tools, kind, number, _folder, disk));
        Everybody = string.Join(',', _members.Select(member => $"{member.Name}={member.PeerUrl}"));
    }

    public Laboratory Laboratory { get; }

    public NativeTools Tools { get; }

    public IReadOnlyList<Member> Members => _members;

    private string Everybody { get; }

    /// <summary>Starts a new cluster and waits until it serves.</summary>
    /// <param name="kind">What program.</param>
    /// <param name="members">How many.</param>
    /// <param name="flags">More flags for each.</param>
    /// <param name="disk">Mebibytes of each member's disk.</param>
    public static async Task<RealCluster> StartAsync(Kind kind, int members, IReadOnlyList<string> flags, int disk = 256)
    {
        var cluster = new RealCluster(kind, members, flags, disk);
        try
        {
            foreach (var member in cluster.Members) cluster.Start(member);
            foreach (var member in cluster.Members) await cluster.UntilServesAsync(member, TimeSpan.FromSeconds(60));
            return cluster;
        }
        catch
        {
            cluster.Dispose();
            throw;
        }
    }

    public void Start(Member member) => member.Start(Everybody, joins: false, _flags);

    public void Join(Member member) => member.Start(Everybody, joins: true, _flags);

    /// <summary>The member that leads, by the word of anybody who follows itself; null while nobody knows.</summary>
    public async Task<Member?> LeaderAsync()
    {
        foreach (var member in _members)
        {
            var status = await TryAsync(member, EtcdApi.Status, new StatusRequest());
            if (status is not null && status.Leader != 0 && status.Leader == status.Header.MemberId) return member;
        }

        return null;
    }

    /// <summary>Asks whoever leads to hand over to a member.</summary>
    /// <returns>Whether it has; not if the member leads already.</returns>
    public async Task<bool> HandOverAsync(Member member)
    {
        if (await LeaderAsync() is not { } leader || leader == member || await TryAsync(member, EtcdApi.Status, new StatusRequest()) is not { } status) return false;
        return await TryAsync(leader, EtcdApi.MoveLeader, new MoveLeaderRequest { TargetID = status.Header.MemberId }) is not null;
    }

    /// <summary>Waits until the member answers a linearizable read.</summary>
    /// <exception cref="TimeoutException">It did not within the limit.</exception>
    public async Task UntilServesAsync(Member member, TimeSpan limit)
    {
        for (var until = Environment.TickCount64 + (long)limit.TotalMilliseconds; Environment.TickCount64 < until; await Task.Delay(50))
        {
            if (!member.IsRunning) throw new InvalidOperationException($"{member.Name} ended:\n{member.Log}");
            if (await TryAsync(member, EtcdApi.Range, new RangeRequest { Key = Text.Bytes("x") }) is not null) return;
        }

        throw new TimeoutException($"{member.Name} does not serve after {limit.TotalSeconds:0} s");
    }

    /// <summary>Removes a member from the cluster and adds one with nothing on its disk in its place.</summary>
    /// <param name="member">Who.</param>
    /// <param name="dead">Whether it dies before it is removed, or lives until after.</param>
    public async Task ReplaceAsync(Member member, bool dead)
    {
        if (dead) member.Kill();
        var others = _members.Where(other => other != member).ToList();
        await UntilDoneAsync(others, async asked =>
        {
            var list = await asked.Channel.CallAsync(EtcdApi.List, new MemberListRequest(), Deadlines.Call);
            if (list.Members.FirstOrDefault(known => known.PeerURLs.Contains(member.PeerUrl)) is { } known)
                await asked.Channel.CallAsync(EtcdApi.Remove, new MemberRemoveRequest { ID = known.ID }, Deadlines.Change);
        });
        member.Kill();
        member.WipeDisk();
        await UntilDoneAsync(others, async asked =>
        {
            var list = await asked.Channel.CallAsync(EtcdApi.List, new MemberListRequest(), Deadlines.Call);
            if (list.Members.Any(known => known.PeerURLs.Contains(member.PeerUrl))) return;
            await asked.Channel.CallAsync(EtcdApi.Add, new MemberAddRequest { PeerURLs = { member.PeerUrl } }, Deadlines.Change);
        });
        Join(member);
    }

    /// <summary>The answer, or null if there was none in time.</summary>
    public static async Task<TResponse?> TryAsync<TRequest, TResponse>(
        Member member, RpcSignature<TRequest, TResponse> method, TRequest request, CancellationToken stop = default)
        where TRequest : class
        where TResponse : class
    {
        try
        {
            return await member.Channel.CallAsync(method, request, Deadlines.Call, stop);
        }
        catch (Exception failure) when (failure is RpcException or OperationCanceledException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        TakeAway();
        foreach (var signal in _signals) signal.Dispose();
    }

    private void TakeAway()
    {
        // Whoever comes second waits, and the program does not end before all is gone.
        lock (_takingAway)
        {
            if (_isTakenAway) return;
            _isTakenAway = true;
            foreach (var member in _members) member.Dispose();
            Laboratory.Dispose();
            _authority.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static async Task UntilDoneAsync(List<Member> members, Func<Member, Task> step)
    {
        const int Attempts = 60;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await step(members[attempt % members.Count]);
                return;
            }
            catch (RpcException) when (attempt < Attempts)
            {
                await Task.Delay(500);
            }
            catch (RpcException failure)
            {
                throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"a change of members failed {attempt} times: {failure.Message}"), failure);
            }
        }
    }
}
