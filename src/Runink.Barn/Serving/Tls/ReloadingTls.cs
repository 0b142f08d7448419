using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace Runink.Barn;

/// <summary>
/// Certificates that follow their files: replaced files count from the next handshake on, without a restart. The files are looked
/// at when a handshake asks, once a second at most, and compared by content, so that it does not matter how they are replaced. When
/// new files cannot be used (half of a pair is written, say), the old certificates stay and the log says why. Once a day the log says
/// if the certificate in use ends soon. Thread-safe.
/// </summary>
public sealed class ReloadingTls : IDisposable
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CheckEvery = TimeSpan.FromDays(1);
    private static readonly TimeSpan EndsSoon = TimeSpan.FromDays(14);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ITimer _daily;
    private TlsContents _seen;
    private string? _complaint;
    private long _lookedAt;
    private volatile TlsMaterial _current;

    /// <summary>Reads the files.</summary>
    /// <param name="files">Where they are.</param>
    /// <param name="time">Says when to look again.</param>
    /// <param name="log">Told of replaced and of unusable files.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    /// <exception cref="CryptographicException">A file does not hold what it should.</exception>
    public ReloadingTls(TlsFiles files, TimeProvider time, ILogger log)
    {
        (Files, _time, _log) = (files, time, log);
        _seen = files.Read();
        _current = _seen.Parse();
        _lookedAt = time.GetTimestamp();
        BarnLog.CertificateLoaded(log, files.CertificateFile, _current.Expires);
        CheckExpiry();
        _daily = time.CreateTimer(static tls => ((ReloadingTls)tls!).CheckExpiry(), this, CheckEvery, CheckEvery);
    }

    /// <summary>The files that are followed.</summary>
    public TlsFiles Files { get; }

    /// <summary>What the next handshake is to use.</summary>
    public TlsMaterial Current
    {
        get
        {
            if (_time.GetElapsedTime(Volatile.Read(ref _lookedAt)) < LookAgainAfter) return _current;
            // Whoever comes while another looks is served with what there is.
            if (!_gate.TryEnter()) return _current;
            try
            {
                Look();
                return _current;
            }
            finally
            {
                _gate.Exit();
            }
        }
    }

    /// <summary>Ends the daily look at the certificate.</summary>
    public void Dispose() => _daily.Dispose();

    private void CheckExpiry()
    {
        // A server that nobody connects to may not have seen the new files yet.
        var (expires, now) = (Current.Expires, _time.GetUtcNow().UtcDateTime);
        if (expires <= now) BarnLog.CertificateExpired(_log, Files.CertificateFile, expires);
        else if (expires - now < EndsSoon) BarnLog.CertificateExpiresSoon(_log, Files.CertificateFile, expires);
    }

    private void Look()
    {
        Volatile.Write(ref _lookedAt, _time.GetTimestamp());
        try
        {
            var now = Files.Read();
            _complaint = null;
            if (now == _seen) return;
            _seen = now;
            _current = now.Parse();
            BarnLog.CertificateLoaded(_log, Files.CertificateFile, _current.Expires);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            if (_complaint == e.Message) return;
            _complaint = e.Message;
            BarnLog.CertificateUnusable(_log, Files.CertificateFile, e.Message);
        }
    }
}
