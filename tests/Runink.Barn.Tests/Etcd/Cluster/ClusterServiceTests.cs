using Runink.Protocol;
using static Runink.Barn.Tests.EtcdCalls;

namespace Runink.Barn.Tests;

public sealed class ClusterServiceTests(EtcdHostFixture fixture) : IClassFixture<EtcdHostFixture>
{
    [Theory]
    [InlineData("nonsense")]
    [InlineData("http://localhost")]
    [InlineData("http://localhost:1/")]
    [InlineData("http://localhost:1/path")]
    [InlineData("http://me@localhost:1")]
    [InlineData("http://localhost:1#here")]
    [InlineData("unix://localhost:1")]
    public async Task What_is_more_or_less_than_scheme_host_and_port_is_no_address_of_a_member(string address)
    {
        await RefusedAsync(KvErrors.MemberBadUrls, () => fixture.Channel.CallAsync<MemberAddRequest, MemberAddResponse>(
            EtcdCalls.Cluster, "MemberAdd", new MemberAddRequest { PeerURLs = { address } }));
        await RefusedAsync(KvErrors.MemberBadUrls, () => UpdateAsync(address));
    }

    [Theory]
    [InlineData("http://localhost:1")]
    [InlineData("https://[::1]:2380")]
    [InlineData("HTTP://Localhost:80")]
    public async Task Scheme_host_and_port_are_an_address(string address) =>
        await RefusedAsync(KvErrors.MemberNotFound, () => UpdateAsync(address));

    private Task<MemberUpdateResponse> UpdateAsync(string address) => fixture.Channel.CallAsync<MemberUpdateRequest, MemberUpdateResponse>(
        EtcdCalls.Cluster, "MemberUpdate", new MemberUpdateRequest { ID = 1234, PeerURLs = { address } });
}
