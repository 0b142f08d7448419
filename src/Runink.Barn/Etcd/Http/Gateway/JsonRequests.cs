using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>The requests of a stream over the JSON gateway: one JSON value after the other, each as soon as it is there. For one reader.</summary>
/// <typeparam name="T">The type of the requests.</typeparam>
/// <param name="body">What comes.</param>
/// <param name="longest">Bytes that one name or value in a request may have while it is not complete.</param>
internal sealed class JsonRequests<T>(PipeReader body, int longest)
    where T : class, IMessage<T>, new()
{
    private static readonly JsonReaderOptions Values = new() { AllowMultipleValues = true, MaxDepth = 100 };

    private readonly Queue<string> _read = new();
    private JsonException? _malformed;
    private bool _isOver;

    // Of the request that has begun: how much of it was looked at, and what that was.
    private long _seen;
    private JsonReaderState _state = new(Values);

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

    private string? TryTake(ref ReadOnlySequence<byte> bytes, bool isLast)
    {
        if (bytes.IsEmpty) return null;
        var reader = new Utf8JsonReader(bytes.Slice(_seen), isLast, _state);
        while (reader.Read())
        {
            if (reader.CurrentDepth > 0 || reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) continue;
            var end = _seen + reader.BytesConsumed;
            var value = Encoding.UTF8.GetString(bytes.Slice(0, end));
            bytes = bytes.Slice(end);
            (_seen, _state) = (0, new(Values));
            return value;
        }

        _seen += reader.BytesConsumed;
        _state = reader.CurrentState;
        // What a text of such a length takes to be looked at again with every piece of it is bounded with that.
        if (bytes.Length - _seen > longest) throw new JsonException($"a value of more than {longest} bytes");
        return null;
    }
}
