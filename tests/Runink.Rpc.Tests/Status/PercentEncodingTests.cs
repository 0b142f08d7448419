using System.Text;
using Runink.Rpc.Fixtures;

namespace Runink.Rpc.Status;

public sealed class PercentEncodingTests
{
    [Theory]
    [InlineData("plain ~!", "plain ~!")]
    [InlineData("100%", "100%25")]
    [InlineData("a\nb\u007f", "a%0Ab%7F")]
    [InlineData("ü😀", "%C3%BC%F0%9F%98%80")]
    public void What_is_not_printable_ascii_is_escaped(string message, string encoded)
    {
        Assert.Equal(encoded, PercentEncoding.Encode(message));
        Assert.Equal(message, PercentEncoding.Decode(encoded));
    }

    [Theory]
    [InlineData("%", "%")]
    [InlineData("%2", "%2")]
    [InlineData("%zz%41", "%zzA")]
    [InlineData("%%41", "%A")]
    [InlineData("%c3%bc", "ü")]
    [InlineData("%FF", "\ufffd")]
    [InlineData("ü%41", "üA")]
    public void What_is_no_escape_stays(string encoded, string message) => Assert.Equal(message, PercentEncoding.Decode(encoded));

    [Fact]
    public void Every_message_comes_back_and_travels_as_printable_ascii()
    {
        var seeded = Seed.Random();
        var alphabet = new[] { "%", "%4", "41", "a", "ü", "😀", "\0", "\r\n", "~", " ", "\u007f", "€" };
        for (var i = 0; i < Seed.Inputs(20_000); i++)
        {
            var message = string.Concat(Enumerable.Range(0, seeded.Random.Next(12)).Select(_ => alphabet[seeded.Random.Next(alphabet.Length)]));
            var encoded = PercentEncoding.Encode(message);
            Assert.False(encoded.AsSpan().ContainsAnyExceptInRange(' ', '~'), seeded.Name);
            Assert.True(PercentEncoding.Decode(encoded) == message, $"{seeded.Name}: {encoded}");
        }
    }

    [Fact]
    public void No_input_breaks_the_decoder()
    {
        var seeded = Seed.Random();
        for (var i = 0; i < Seed.Inputs(20_000); i++)
        {
            var bytes = new byte[seeded.Random.Next(20)];
            seeded.Random.NextBytes(bytes);
            for (var k = 0; k < bytes.Length; k++)
                if (seeded.Random.Next(3) == 0) bytes[k] = (byte)'%';
            // Without an escape nothing changes; with some, the text never grows by more than replacement characters.
            var text = Encoding.Latin1.GetString(bytes);
            var decoded = PercentEncoding.Decode(text);
            if (!text.Contains('%', StringComparison.Ordinal)) Assert.Equal(text, decoded);
            Assert.True(decoded.Length <= text.Length, $"{seeded.Name}: {Convert.ToHexString(bytes)}");
        }
    }
}
