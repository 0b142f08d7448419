using Runink.Rpc;

namespace Runink.Barn;

/// <summary>Writes an answer in several messages when it is large and the client can put them together.</summary>
internal static class WatchFragments
{
    public static void Write(RpcStreamWriter<WatchReply> output, in WatchReply reply, int maxBytes)
    {
        if (reply.Events.Length < 2 || WatchReplyWriter.Instance.Measure(reply) < maxBytes)
        {
            output.Write(reply);
            return;
        }

        var head = WatchReplyWriter.MeasureHead(reply with { Fragment = true });
        for (var start = 0; start < reply.Events.Length;)
        {
            var end = EndOf(reply.Events.Span, start, maxBytes - head);
            output.Write(reply with { Events = reply.Events.Slice(start, end - start), Fragment = end < reply.Events.Length });
            start = end;
        }
    }

    /// <summary>At least one event, and as many more as there is room for.</summary>
    private static int EndOf(ReadOnlySpan<WatchEvent> events, int start, long room)
    {
        var end = start;
        do room -= WatchReplyWriter.MeasureField(events[end++]);
        while (end < events.Length && room - WatchReplyWriter.MeasureField(events[end]) > 0);
        return end;
    }
}
