using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>The requests of a stream over the JSON gateway: one JSON value after the other, each as soon as it is there. For one reader.</summary>
/// <typeparam name="T">The type of the requests.</typeparam>
internal sealed class JsonRequests<T>(PipeReader body)
    where T : class, IMessage<T>, new()
{
    private static readonly JsonReaderOptions Values = new() { AllowMultipleValues = true, MaxDepth = 100 };

    private readonly Queue<string> _read = new();
    private JsonException? _malformed;
    private bool _isOver;

    /// <summary>Waits for the next request; null after the last.</summary>
    /// <exception cref="RpcException">What came is no such request.</exception>
    public async ValueTask<T?> NextAsync(CancellationToken cancelled)
    {
        while (_read.Count == 0)
        {
            if (_malformed is not null) throw new RpcException(RpcCode.InvalidArgument, _malformed.Message, _malformed);
            if (_isOver) return null;
            Take(await body.ReadAsync(cancelled).ConfigureAwait(false));
        }

        return JsonMessages.Read<T>(_read.Dequeue());
    }

    private void Take(ReadResult result)
    {
        _isOver = result.IsCompleted;
        var left = result.Buffer;
        try
        {
            while (TryTake(ref left, _isOver) is { } value) _read.Enqueue(value);
        }
        catch (JsonException malformed)
        {
            // Of what stands before it every request counts.
            _malformed = malformed;
        }

        body.AdvanceTo(left.Start, left.End);
    }

    private static string? TryTake(ref ReadOnlySequence<byte> bytes, bool isLast)
    {
        if (bytes.IsEmpty) return null;
        var reader = new Utf8JsonReader(bytes, isLast, new JsonReaderState(Values));
        if (!reader.Read() || !reader.TrySkip()) return null;
        var value = Encoding.UTF8.GetString(bytes.Slice(0, reader.BytesConsumed));
        bytes = bytes.Slice(reader.BytesConsumed);
        return value;
    }
}
