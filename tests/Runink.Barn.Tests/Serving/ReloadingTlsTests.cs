using System.Security.Cryptography;

namespace Runink.Barn.Tests.Serving;

public sealed class ReloadingTlsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("barn-tls-").FullName;
    private readonly TestAuthority _authority = new("authority");
    private readonly ManualTime _time = new();
    private readonly EventLog _log = new();
    private readonly List<ReloadingTls> _loaded = [];

    [Fact]
    public void New_files_count_from_the_next_handshake_on()
    {
        Write(_authority.Issue("first"));
        var tls = Load();
        Write(_authority.Issue("second"));
        _time.Pass(TimeSpan.FromSeconds(2));

        Assert.Equal("CN=second", Subject(tls));
        Assert.Equal([200, 200], _log.Events);
    }

    [Fact]
    public void The_files_are_looked_at_once_a_second_at_most()
    {
        Write(_authority.Issue("first"));
        var tls = Load();
        Write(_authority.Issue("second"));
        _time.Pass(TimeSpan.FromMilliseconds(900));

        Assert.Equal("CN=first", Subject(tls));
    }

    [Fact]
    public void A_certificate_without_its_key_leaves_the_old_pair_in_use_until_the_key_is_there()
    {
        Write(_authority.Issue("first"));
        var tls = Load();
        var (certificate, key) = _authority.Issue("second");
        File.WriteAllText(Path("cert.pem"), certificate);
        for (var i = 0; i < 3; i++)
        {
            _time.Pass(TimeSpan.FromSeconds(2));
            Assert.Equal("CN=first", Subject(tls));
        }

        Assert.Equal([200, 201], _log.Events);
        File.WriteAllText(Path("key.pem"), key);
        _time.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal("CN=second", Subject(tls));
    }

    [Fact]
    public void Files_that_vanish_are_complained_of_once_and_missed_by_nobody()
    {
        Write(_authority.Issue("first"));
        var tls = Load();
        File.Delete(Path("cert.pem"));
        for (var i = 0; i < 3; i++)
        {
            _time.Pass(TimeSpan.FromSeconds(2));
            Assert.Equal("CN=first", Subject(tls));
        }

        Assert.Equal([200, 201], _log.Events);
    }

    [Fact]
    public void A_certificate_that_has_expired_is_used_and_said_to_be()
    {
        Write(_authority.Issue("old", days: 1));
        _time.Now = DateTimeOffset.UtcNow;
        Assert.Equal("CN=old", Subject(Load()));
        Assert.Equal([200, 202], _log.Events);
    }

    [Fact]
    public void A_certificate_that_ends_soon_is_said_to_once_a_day_until_it_is_replaced()
    {
        _time.Now = DateTimeOffset.UtcNow;
        Write(_authority.Issue("short", days: 20));
        Load();
        Assert.Equal([200], _log.Events);
        _time.PassADay();
        _time.Now += TimeSpan.FromDays(5);
        _time.PassADay();
        _time.PassADay();
        Assert.Equal([200, 203, 203], _log.Events);
        Write(_authority.Issue("long", days: 200));
        _time.PassADay();
        Assert.Equal([200, 203, 203, 200], _log.Events);
        _time.Now += TimeSpan.FromDays(200);
        _time.PassADay();
        Assert.Equal([200, 203, 203, 200, 202], _log.Events);
    }

    [Fact]
    public void A_key_of_another_certificate_is_refused()
    {
        Write((_authority.Issue("a").Certificate, _authority.Issue("b").Key));
        Assert.Contains("key", Assert.Throws<CryptographicException>(Load).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("nonsense", "nonsense")]
    public void What_is_not_pem_is_refused(string certificate, string key)
    {
        Write((certificate, key));
        Assert.Throws<CryptographicException>(Load);
    }

    public void Dispose()
    {
        foreach (var tls in _loaded) tls.Dispose();
        _authority.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static string Subject(ReloadingTls tls) => tls.Current.Certificate.TargetCertificate.Subject;

    private string Path(string name) => System.IO.Path.Combine(_directory, name);

    private ReloadingTls Load()
    {
        var tls = new ReloadingTls(new(Path("cert.pem"), Path("key.pem"), Path("ca.pem"), ClientCertAuth: true), _time, _log);
        _loaded.Add(tls);
        return tls;
    }

    private void Write((string Certificate, string Key) pair)
    {
        File.WriteAllText(Path("cert.pem"), pair.Certificate);
        File.WriteAllText(Path("key.pem"), pair.Key);
        File.WriteAllText(Path("ca.pem"), _authority.Pem);
    }

    private sealed class ManualTime : TimeProvider
    {
        private long _ticks;
        private Action? _timer;

        public DateTimeOffset Now { get; set; } = DateTimeOffset.UtcNow.AddDays(-1).AddHours(-1);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public override DateTimeOffset GetUtcNow() => Now;

        public void Pass(TimeSpan time) => _ticks += time.Ticks;

        public void PassADay()
        {
            Now += TimeSpan.FromDays(1);
            Pass(TimeSpan.FromDays(1));
            _timer!();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Assert.Equal(TimeSpan.FromDays(1), period);
            _timer = () => callback(state);
            return base.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
