using System.Net;
using Runink.Isolation.Network;

namespace Runink.Isolation.Tests.Network;

public sealed class EgressEndpointTests
{
    [Theory]
    [InlineData("db.example.org:5432", "db.example.org:5432")]
    [InlineData("DB.Example.ORG.:5432", "db.example.org:5432")]
    [InlineData("my_host-1:1", "my_host-1:1")]
    [InlineData("127.1:80", "127.0.0.1:80")]
    [InlineData("0x7f000001:80", "127.0.0.1:80")]
    [InlineData("2130706433:80", "127.0.0.1:80")]
    [InlineData("[2001:DB8:0::1]:443", "[2001:db8::1]:443")]
    [InlineData("[::ffff:10.0.0.1]:443", "10.0.0.1:443")]
    public void One_endpoint_has_one_form(string written, string canonical)
    {
        var endpoint = EgressEndpoint.Parse(written);
        Assert.Equal(canonical, endpoint.ToString());
        Assert.Equal(EgressEndpoint.Parse(canonical), endpoint);
        Assert.Equal(EgressEndpoint.Parse(canonical).GetHashCode(), endpoint.GetHashCode());
    }

    [Theory]
    [InlineData("")]
    [InlineData("db.example.org")]
    [InlineData("db.example.org:")]
    [InlineData("db.example.org:0")]
    [InlineData("db.example.org:65536")]
    [InlineData("db.example.org:-1")]
    [InlineData("db.example.org: 80")]
    [InlineData(":80")]
    [InlineData("*.example.org:80")]
    [InlineData("a..b:80")]
    [InlineData(".a:80")]
    [InlineData("-a:80")]
    [InlineData("a b:80")]
    [InlineData("a/b:80")]
    [InlineData("2001:db8::1:80")]
    [InlineData("[db.example.org]:80")]
    [InlineData("[2001:db8::1:80")]
    [InlineData("[fe80::1%eth0]:80")]
    [InlineData("bücher.example:80")]
    public void What_is_no_endpoint_is_refused_with_an_example(string written)
    {
        var error = Assert.Throws<FormatException>(() => EgressEndpoint.Parse(written));
        Assert.Contains("db.example.org:5432", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.1.1.1", true)]
    [InlineData("93.184.216.34", true)]
    [InlineData("172.15.255.255", true)]
    [InlineData("172.32.0.0", true)]
    [InlineData("100.63.255.255", true)]
    [InlineData("100.128.0.0", true)]
    [InlineData("223.255.255.255", true)]
    [InlineData("168.63.129.15", true)]
    [InlineData("2606:2800:220:1:248:1893:25c8:1946", true)]
    [InlineData("64:ff9b::101:101", true)]
    [InlineData("172.16.0.0", false)]
    [InlineData("100.64.0.0", false)]
    [InlineData("100.127.255.255", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("192.0.0.192", false)]
    [InlineData("198.19.255.255", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fec0::1", false)]
    [InlineData("::127.0.0.1", false)]
    [InlineData("64:ff9b:1::1", false)]
    public void The_open_network_has_edges(string address, bool isPublic) =>
        Assert.Equal(isPublic, PublicAddresses.Contains(IPAddress.Parse(address)));

    [Fact]
    public void This_machine_is_known_by_its_addresses()
    {
        Assert.True(PublicAddresses.IsOfThisMachine(IPAddress.Loopback));
        var own = from card in System.Net.NetworkInformation.NetworkInterface.GetAllNetworkInterfaces()
                  from address in card.GetIPProperties().UnicastAddresses
                  where address.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork
                  select address.Address;
        Assert.All(own, address => Assert.True(PublicAddresses.IsOfThisMachine(address)));
        Assert.False(PublicAddresses.IsOfThisMachine(IPAddress.Parse("192.0.2.1")));
    }
}
