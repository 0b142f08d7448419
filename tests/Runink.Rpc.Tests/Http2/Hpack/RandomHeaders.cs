namespace Runink.Rpc.Http2.Hpack;

/// <summary>Headers that come again, as those of a connection do, among some that do not.</summary>
internal static class RandomHeaders
{
    private static readonly string[] Names =
        [":method", ":path", ":status", "content-type", "user-agent", "te", "grpc-timeout", "grpc-status", "x-custom", "authorization", ""];

    private static readonly string[] Values = ["GET", "POST", "/", "", "200", "trailers", "application/grpc", "1S", "Bearer abcdef"];

    public static HeaderField Next(Random random) => new(
        random.Next(8) == 0 ? Text(random) : Names[random.Next(Names.Length)],
        random.Next(4) == 0 ? Text(random) : Values[random.Next(Values.Length)]);

    /// <summary>A whole block of up to a dozen, and now and then with changes of the table's size.</summary>
    public static (byte[] Block, List<HeaderField> Fields) Block(BlockWriter writer, int maxTableBytes, Random random)
    {
        var updates = random.Next(12) switch { 0 => 1, 1 => 2, _ => 0 };
        for (; updates > 0; updates--) writer.SizeUpdate(random.Next(maxTableBytes + 1));
        var fields = new List<HeaderField>();
        for (var count = random.Next(12); count > 0; count--)
        {
            fields.Add(Next(random));
            writer.Field(fields[^1], random);
        }

        return (writer.Take(), fields);
    }

    /// <summary>Of any byte; most are short, and some longer than what is read at once.</summary>
    public static string Text(Random random)
    {
        var length = random.Next(40) == 0 ? random.Next(400) : random.Next(16);
        return string.Concat(Enumerable.Range(0, length).Select(_ => (char)random.Next(256)));
    }
}
