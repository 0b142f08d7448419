using Google.Protobuf;
using Runink.Cli.Commands.Kv;

namespace Runink.Cli.Tests.Commands.Kv;

public sealed class KeyArgumentsTests
{
    [Theory]
    [InlineData("61", "61", "62")]
    [InlineData("61ff", "61ff", "62")]
    [InlineData("ffff", "ffff", "00")]
    [InlineData("", "00", "00")]
    public void A_prefix_ends_before_the_next_key_that_does_not_have_it(string prefix, string key, string end)
    {
        var range = KeyArguments.PrefixRange(ByteString.CopyFrom(Convert.FromHexString(prefix)));
        Assert.Equal((key, end), (Convert.ToHexStringLower(range.Key.Span), Convert.ToHexStringLower(range.End.Span)));
    }
}
