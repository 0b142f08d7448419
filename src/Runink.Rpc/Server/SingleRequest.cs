using System.Buffers;

namespace Runink.Rpc;

/// <summary>Reads the one request of a call whose client does not stream: exactly one message, then the end.</summary>
internal static class SingleRequest
{
    private const string What = "request";

    /// <summary>Without waiting: false if the request is not there whole yet, or its end is not.</summary>
    public static bool TryRead<T>(RpcCall call, in MessageDecoder<T> decoder, out T request)
    {
        request = default!;
        if (!call.TryReadInput(out var result)) return false;
        if (result.IsCompleted && !result.IsCanceled)
        {
            request = Decode(result.Buffer, decoder);
            call.AdvanceInput(result.Buffer.End, result.Buffer.End);
            return true;
        }

        call.AdvanceInput(result.Buffer.Start, result.Buffer.End);
        return false;
    }

    public static async ValueTask<T> ReadAsync<T>(RpcCall call, MessageDecoder<T> decoder)
    {
        while (true)
        {
            var result = await call.ReadInputAsync().ConfigureAwait(false);
            var buffer = result.Buffer;
            if (result.IsCompleted)
            {
                var request = Decode(buffer, decoder);
                call.AdvanceInput(buffer.End, buffer.End);
                return request;
            }

            RefuseEarly(buffer, call.Limits.MaxReceiveBytes);
            call.AdvanceInput(buffer.Start, buffer.End);
        }
    }

    private static T Decode<T>(ReadOnlySequence<byte> buffer, in MessageDecoder<T> decoder)
    {
        if (buffer.IsEmpty) throw RpcErrors.NoMessage(What);
        if (!decoder.TryTake(ref buffer, out var request)) throw RpcErrors.Truncated();
        if (!buffer.IsEmpty) throw RpcErrors.ManyMessages(What);
        return request;
    }

    /// <summary>A message that will be refused is not waited for: nothing more than the largest one is ever held.</summary>
    private static void RefuseEarly(ReadOnlySequence<byte> buffer, int maxBytes)
    {
        var rest = buffer;
        if (MessageFrame.TryTake(ref rest, maxBytes, out _, out _) && !rest.IsEmpty) throw RpcErrors.ManyMessages(What);
    }
}
