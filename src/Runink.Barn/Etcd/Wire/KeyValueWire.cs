namespace Runink.Barn;

/// <summary>A <see cref="KeyVersion"/> as the message <c>mvccpb.KeyValue</c>, and the header of every answer.</summary>
internal static class KeyValueWire
{
    public static int Measure(KeyVersion pair) =>
        WireWriter.SizeOfBytes(pair.Key.Length) + WireWriter.SizeOfField(pair.CreateRevision)
        + WireWriter.SizeOfField(pair.ModRevision) + WireWriter.SizeOfField(pair.Version)
        + WireWriter.SizeOfBytes(pair.Value.Length) + WireWriter.SizeOfField(pair.Lease);

    public static void Write(ref WireWriter output, KeyVersion pair)
    {
        output.Bytes(1, pair.Key.Span);
        output.Number(2, pair.CreateRevision);
        output.Number(3, pair.ModRevision);
        output.Number(4, pair.Version);
        output.Bytes(5, pair.Value.Span);
        output.Number(6, pair.Lease);
    }

    public static int Measure(in ReplyHeader header) =>
        WireWriter.SizeOfField((long)header.ClusterId) + WireWriter.SizeOfField((long)header.MemberId)
        + WireWriter.SizeOfField(header.Revision) + WireWriter.SizeOfField((long)header.Term);

    public static void Write(ref WireWriter output, in ReplyHeader header)
    {
        output.Message(1, Measure(header));
        output.Number(1, (long)header.ClusterId);
        output.Number(2, (long)header.MemberId);
        output.Number(3, header.Revision);
        output.Number(4, (long)header.Term);
    }
}
