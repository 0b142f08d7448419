namespace Runink.Simulation.Tests;

public sealed class CommandTests
{
    private static readonly Command Sample =
        new(Client: 7, Sequence: 1L << 40, CommandKind.CompareAndSwap, new ObjectId(ObjectKind.CasRegister, 3, 900), -5, long.MaxValue);

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public void A_command_is_read_as_it_was_written_whatever_fills_it_up(int filling)
    {
        var bytes = Sample.Encode(filling);
        Assert.Equal(Command.EncodedSize + filling, bytes.Length);
        Assert.Equal(Sample, Command.Decode(bytes));
    }

    [Fact]
    public void Bytes_that_are_no_command_are_refused()
    {
        Assert.Throws<FormatException>(() => Command.Decode(new byte[Command.EncodedSize - 1]));
        foreach (var place in (int[])[0, 1, 2])
        {
            var bytes = Sample.Encode();
            bytes[place] = 0xFF;
            Assert.Throws<FormatException>(() => Command.Decode(bytes));
        }

        var element = new Command(1, 1, CommandKind.Add, new ObjectId(ObjectKind.Set, 0, 0), Command.SetElements).Encode();
        Assert.Throws<FormatException>(() => Command.Decode(element));
    }
}
