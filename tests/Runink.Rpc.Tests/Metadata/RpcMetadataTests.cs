namespace Runink.Rpc.Metadata;

public sealed class RpcMetadataTests
{
    [Theory]
    [InlineData("")]
    [InlineData("Upper")]
    [InlineData("with space")]
    [InlineData("grpc-status")]
    [InlineData("content-type")]
    [InlineData("te")]
    [InlineData(":path")]
    [InlineData("bytes-bin")]
    public void A_key_that_cannot_travel_is_refused(string key) =>
        Assert.Throws<ArgumentException>(() => new RpcMetadata().Add(key, "value"));

    [Theory]
    [InlineData("line\nbreak")]
    [InlineData("ü")]
    [InlineData("\0")]
    public void A_text_that_cannot_travel_is_refused(string value) =>
        Assert.Throws<ArgumentException>(() => new RpcMetadata().Add("key", value));

    [Fact]
    public void Bytes_need_a_key_that_says_so() =>
        Assert.Throws<ArgumentException>(() => new RpcMetadata().Add("key", new byte[] { 1 }));

    [Fact]
    public void Of_several_values_the_newest_is_found_and_all_are_listed()
    {
        var metadata = new RpcMetadata { { "a", "1" }, { "a", "2" } };
        Assert.Equal("2", metadata["a"]);
        Assert.Equal(["1", "2"], metadata.Select(entry => entry.Text));
        Assert.Null(metadata["b"]);
        Assert.False(metadata.TryGetBytes("a-bin", out _));
    }

    [Theory]
    [InlineData("AQID", "010203")]
    [InlineData("AQI=", "0102")]
    [InlineData("AQI", "0102")]
    [InlineData("AQ,AgM", "01 0203")]
    [InlineData("", "")]
    [InlineData("!!", null)]
    public void Bytes_are_read_with_padding_and_without_and_joined(string header, string? hex)
    {
        var metadata = new RpcMetadata();
        MetadataHeaders.Receive(metadata, "x-bin", header);
        Assert.Equal(hex, metadata.Count == 0
            ? null
            : string.Join(' ', metadata.Select(entry => Convert.ToHexString(entry.Bytes.Span))));
    }

    [Fact]
    public void What_belongs_to_http_and_grpc_is_no_metadata()
    {
        var metadata = new RpcMetadata();
        foreach (var header in new[] { ":path", "grpc-timeout", "Grpc-Encoding", "TE", "Content-Type", "host" }) MetadataHeaders.Receive(metadata, header, "x");
        Assert.Empty(metadata);
    }
}
