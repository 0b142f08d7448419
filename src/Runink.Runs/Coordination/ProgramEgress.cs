using System.Globalization;
using Runink.Isolation.Network;
using Runink.Runs.Ledger;

namespace Runink.Runs.Coordination;

/// <summary>
/// The way of one program to the endpoints that its step names: a socket of ours that is shown to its sandbox alone, and a line in its log for each attempt, up to a
/// bound. Disposed when the program has ended.
/// </summary>
internal sealed class ProgramEgress : IAsyncDisposable
{
    /// <summary>Where a sandbox shows the socket.</summary>
    public const string Socket = "/slice/egress";

    /// <summary>How the lines begin that are ours and not the program's.</summary>
    public const string LineStart = "network: ";

    private const int LoggedMax = 1000;
    private readonly BoundedLog _log;
    private readonly EgressProxy _proxy;
    private long _attempts;
    private long _refused;
    private long _sent;
    private long _received;

    private ProgramEgress(ProgramStart program, BoundedLog log)
    {
        _log = log;
        _proxy = EgressProxy.Start(new EgressProxyOptions
        {
            SocketPath = program.EgressSocket,
            Endpoints = [.. program.Endpoints.Select(EgressEndpoint.Parse)],
            Report = Report,
            IsOpen = true,
        });
    }

    /// <summary>What it did so far.</summary>
    public NetworkUsage Usage => new(
        Interlocked.Read(ref _attempts), Interlocked.Read(ref _refused), Interlocked.Read(ref _sent), Interlocked.Read(ref _received));

    /// <summary>Opens the way; null for a program whose step names no endpoint.</summary>
    /// <exception cref="IOException">The socket cannot be made.</exception>
    public static ProgramEgress? Start(ProgramStart program, BoundedLog log) => program.Endpoints.Count == 0 ? null : new(program, log);

    /// <summary>Ends every connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        var unlogged = Interlocked.Read(ref _attempts) - LoggedMax;
        if (unlogged > 0) _log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{LineStart}and {unlogged} attempts more"));
    }

    private void Report(EgressAttempt attempt)
    {
        var number = Interlocked.Increment(ref _attempts);
        if (attempt.Outcome != EgressOutcome.Allowed) Interlocked.Increment(ref _refused);
        Interlocked.Add(ref _sent, attempt.BytesSent);
        Interlocked.Add(ref _received, attempt.BytesReceived);
        if (number <= LoggedMax) _log.WriteLine($"{LineStart}{attempt.Endpoint?.ToString() ?? "no endpoint"} {What(attempt)}");
    }

    private static string What(EgressAttempt attempt) => attempt.Outcome == EgressOutcome.Allowed
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"reached at {attempt.Address}, {attempt.BytesSent} bytes out, {attempt.BytesReceived} bytes in, {attempt.Duration.TotalMilliseconds:0} ms")
        : $"refused ({attempt.Outcome}): {attempt.Reason}";
}
