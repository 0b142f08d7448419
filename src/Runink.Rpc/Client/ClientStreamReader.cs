using System.Buffers;
using System.IO.Pipelines;

namespace Runink.Rpc;

internal sealed class ClientStreamReader<TRequest, TResponse>(
    RpcClientCall<TRequest, TResponse> call, IMessageReader<TResponse> responses, int maxBytes)
    : RpcStreamReader<TResponse>
{
    private HttpResponseMessage? _response;
    private PipeReader? _input;
    private MessageDecoder<TResponse> _decoder;
    private bool _ended;

    public override async ValueTask<bool> MoveNextAsync()
    {
        if (_ended) return false;
        try
        {
            if (_input is null && !await OpenAsync().ConfigureAwait(false)) return false;
            return await ReadAsync(_input!).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            _ended = true;
            throw call.Life.Translate(failure);
        }
    }

    public ValueTask CloseAsync() => _input?.CompleteAsync() ?? default;

    private async ValueTask<bool> OpenAsync()
    {
        _response = await call.HeadAsync().ConfigureAwait(false);
        if (ResponseStatus.CheckHead(_response, out var trailers))
        {
            call.Trailers = trailers;
            _ended = true;
            return false;
        }

        _decoder = new MessageDecoder<TResponse>(responses, maxBytes, ResponseStatus.IsGzip(_response), "response");
        _input = PipeReader.Create(await _response.Content.ReadAsStreamAsync(call.Life.Token).ConfigureAwait(false));
        return true;
    }

    private async ValueTask<bool> ReadAsync(PipeReader input)
    {
        while (true)
        {
            var result = await input.ReadAsync(call.Life.Token).ConfigureAwait(false);
            var buffer = result.Buffer;
            if (_decoder.TryTake(ref buffer, out var message))
            {
                input.AdvanceTo(buffer.Start);
                Current = message;
                return true;
            }

            if (result.IsCompleted) return End(buffer);
            input.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private bool End(in ReadOnlySequence<byte> rest)
    {
        _ended = true;
        // The status first: a stream that was cut off says why there.
        call.Trailers = ResponseStatus.CheckTrailers(_response!);
        return rest.IsEmpty ? false : throw RpcErrors.Truncated();
    }
}
