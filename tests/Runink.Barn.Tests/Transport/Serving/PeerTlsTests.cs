using Runink.Barn.Tests.Serving;

namespace Runink.Barn.Tests.Transport;

public sealed class PeerTlsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("barn-peers-").FullName;
    private readonly TestAuthority _authority = new("peers");
    private readonly TestAuthority _other = new("others");
    private readonly LaterTime _time = new();

    [Fact]
    public async Task Members_with_certificates_of_their_authority_hear_each_other()
    {
        var (one, two) = (Files("one", _authority, _authority), Files("two", _authority, _authority));
        await using var sender = new TestMember(1, o => o with { Tls = one });
        await using var receiver = await new TestMember(2).ListenAsync(tls: ServerComposition.Tls(two));
        sender.Links.SetPeers([receiver.Address]);
        sender.Send(sender.Beat(receiver, 1));

        await receiver.ReceivesAsync(1);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_not_let_in()
    {
        var (one, two) = (Files("one", _other, _authority), Files("two", _authority, _authority));
        await using var sender = new TestMember(1, o => o with { Tls = one });
        await using var receiver = await new TestMember(2).ListenAsync(tls: ServerComposition.Tls(two));
        sender.Links.SetPeers([receiver.Address]);
        sender.Send(sender.Beat(receiver, 1));

        await TestMember.UntilAsync(() => sender.Traffic.Of(receiver.Id).LostStreams > 4, "it is refused");
        Assert.Empty(receiver.Heard);
    }

    [Fact]
    public async Task Nothing_is_said_to_a_peer_whose_authority_is_not_trusted()
    {
        var (one, two) = (Files("one", _authority, _other), Files("two", _authority, _authority));
        await using var sender = new TestMember(1, o => o with { Tls = one });
        await using var receiver = await new TestMember(2).ListenAsync(tls: ServerComposition.Tls(two));
        sender.Links.SetPeers([receiver.Address]);

        await TestMember.UntilAsync(() => sender.Log.Has(502), "it is told");
        Assert.Empty(receiver.Heard);
    }

    [Fact]
    public async Task Certificates_and_authorities_that_are_replaced_count_from_the_next_connection_on()
    {
        var (one, two) = (Files("one", _authority, _authority), Files("two", _authority, _authority));
        await using var sender = new TestMember(1, o => o with { Tls = one });
        await using var receiver = await new TestMember(2).ListenAsync(tls: ServerComposition.Tls(two));
        sender.Links.SetPeers([receiver.Address]);
        sender.Send(sender.Beat(receiver, 1));
        await receiver.ReceivesAsync(1);

        Write("one", _other, _other);
        Write("two", _other, _other);
        _time.Pass(TimeSpan.FromSeconds(2));
        sender.Send(sender.Beat(receiver, 2));
        await receiver.ReceivesAsync(2);
        var port = receiver.Url.Port;
        await receiver.StopListeningAsync();
        await TestMember.UntilAsync(() => !sender.Traffic.Of(receiver.Id).IsReachable, "the connection ends");
        await receiver.ListenAsync(port, ServerComposition.Tls(two));
        // A stream that was opened may be refused after that, and what was said on it is lost.
        await TestMember.UntilAsync(
            () =>
            {
                if (sender.Traffic.Of(receiver.Id).IsReachable) sender.Send(sender.Beat(receiver, 3));
                return receiver.Received.Count > 2;
            },
            "the last arrives");
        Assert.Equal("CN=others", one.Current.ClientAuthorities![0].Subject);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private ReloadingTls Files(string name, TestAuthority of, TestAuthority trusted)
    {
        Write(name, of, trusted);
        var files = new TlsFiles(Place(name, "cert"), Place(name, "key"), Place(name, "ca"), ClientCertAuth: true);
        return new ReloadingTls(files, _time, new SafeLog());
    }

    private void Write(string name, TestAuthority of, TestAuthority trusted)
    {
        var (certificate, key) = of.Issue(name);
        File.WriteAllText(Place(name, "cert"), certificate);
        File.WriteAllText(Place(name, "key"), key);
        File.WriteAllText(Place(name, "ca"), trusted.Pem);
    }

    private string Place(string name, string what) => Path.Combine(_folder, $"{name}-{what}.pem");

    private sealed class LaterTime : TimeProvider
    {
        private long _passed;

        public override long GetTimestamp() => base.GetTimestamp() + Volatile.Read(ref _passed);

        public void Pass(TimeSpan time) => Interlocked.Add(ref _passed, (long)(time.TotalSeconds * TimestampFrequency));
    }
}
