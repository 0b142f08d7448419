namespace Runink.Barn.Tests.Transport;

/// <summary>Frames that no honest member sends.</summary>
public sealed class FrameFuzzTests
{
    [Fact]
    public void Whatever_comes_is_a_frame_or_refused_as_one()
    {
        Fuzzing.Run(chance =>
        {
            var frame = Frames.Of(Enumerable.Range(0, chance.Next(1, 6)).Select(_ => SampleMessages.Any(chance)));
            if (chance.Next(4) == 0) frame.TryDeflate();
            IncomingFrame read;
            try
            {
                read = Frames.Read(Fuzzing.Spoil(Frames.Write(frame), chance));
            }
            catch (InvalidDataException)
            {
                return;
            }

            // What was taken means the same when it is sent on.
            var again = Frames.Read(Frames.Write(Frames.Of(read.Messages.Select(message => message with
            {
                From = SampleMessages.Sender,
                To = SampleMessages.Receiver,
            }))));
            Assert.Equal(read.Messages.Select(Body), again.Messages.Select(Body));
        });
    }

    private static string Body(Raft.Message message) =>
        SampleMessages.TextOf(message with { From = SampleMessages.Sender, To = SampleMessages.Receiver });
}
