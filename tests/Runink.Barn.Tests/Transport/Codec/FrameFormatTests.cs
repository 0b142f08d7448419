namespace Runink.Barn.Tests.Transport;

/// <summary>Frames of every version of the protocol are read for ever, and this version still writes the same bytes.</summary>
public sealed class FrameFormatTests
{
    [Fact]
    public void A_frame_of_version_1_is_read() =>
        Assert.Equal(Frames.Texts(SampleMessages.OneOfEach()), Frames.Texts(Frames.Read(Golden("plain.bin")).Messages));

    [Fact]
    public void A_deflated_frame_of_version_1_is_read() =>
        Assert.Equal(Frames.Texts(SampleMessages.OneOfEach()), Frames.Texts(Frames.Read(Golden("deflated.bin")).Messages));

    [Fact]
    public void What_learners_that_follow_a_follower_brought_with_them_is_read_and_written_as_the_same_bytes()
    {
        var bytes = Golden("feeding.bin");
        Assert.Equal(Frames.Texts(SampleMessages.OfFeeding()), Frames.Texts(Frames.Read(bytes).Messages));
        Assert.Equal(Convert.ToHexString(bytes), Convert.ToHexString(Frames.Write(Frames.Of(SampleMessages.OfFeeding()))));
    }

    [Fact]
    public void What_a_later_version_adds_to_a_frame_is_passed_over()
    {
        var read = Frames.Read(Golden("unknown-fields.bin", "peer-later"));
        Assert.Equal(Frames.Texts(SampleMessages.OneOfEach()), Frames.Texts(read.Messages));
        Assert.Equal(1, read.Unknown);
    }

    [Fact]
    public void The_same_messages_are_still_written_as_the_same_bytes() => Assert.Equal(
        Convert.ToHexString(Golden("plain.bin")), Convert.ToHexString(Frames.Write(Frames.Of(SampleMessages.OneOfEach()))));

    private static byte[] Golden(string name, string folder = "peer-v1") =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "golden", folder, name));
}
