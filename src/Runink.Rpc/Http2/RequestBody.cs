using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Runink.Rpc;

/// <summary>
/// The body of a request: in one piece, if all of it came before the handler began, else in a pipe. What arrives is added under the
/// connection's lock; one handler reads. How much can wait is bounded by the window that the client was given.
/// </summary>
internal sealed class RequestBody(Http2Stream stream) : PipeReader, IHttpMaxRequestBodySizeFeature
{
    private static readonly PipeOptions Options =
        new(MemoryPool<byte>.Shared, pauseWriterThreshold: 0, resumeWriterThreshold: 0, useSynchronizationContext: false);

    private readonly ByteBuffer _early = new();
    private Pipe? _pipe;
    private bool _usesPipe;
    private bool _isLast;
    private bool _isEnded;
    private bool _isRead;
    private volatile bool _isCancelled;
    private ReadOnlySequence<byte> _given;
    private long _taken;

    public long? MaxRequestBodySize { get; set; }

    public bool IsReadOnly => _taken > 0;

    /// <summary>Adds what came; false if nobody will read it. Under the lock.</summary>
    public bool Append(in ReadOnlySequence<byte> bytes, bool isLast)
    {
        if (_isEnded || _isRead) return false;
        _isLast |= isLast;
        if (!_usesPipe && _early.Length + bytes.Length > Http2Limits.SmallBody) UsePipe();
        IBufferWriter<byte> target = _usesPipe ? _pipe!.Writer : _early;
        foreach (var part in bytes) target.Write(part.Span);
        if (!_usesPipe) return true;
        if (isLast) End(null);
        else Flush(_pipe!.Writer);
        return true;
    }

    /// <summary>The handler is about to begin: what is not whole by now goes through the pipe. Under the lock.</summary>
    public void Begin()
    {
        if (!_isLast && !_usesPipe) UsePipe();
    }

    /// <summary>Nothing more will come; <paramref name="failure"/> says why, if the request is not whole. Under the lock.</summary>
    public void End(Exception? failure)
    {
        if (_isEnded || !_usesPipe) return;
        _isEnded = true;
        _pipe!.Writer.Complete(failure);
    }

    /// <summary>The handler is done. What has come and was not read is given up.</summary>
    public void Stop()
    {
        if (_usesPipe) _pipe!.Reader.Complete();
        _isRead = true;
    }

    /// <summary>Makes this ready for the next request, once both sides are done.</summary>
    public void Reset()
    {
        if (_usesPipe)
        {
            End(null);
            _pipe!.Reset();
        }

        _early.Clear();
        _given = default;
        _taken = 0;
        MaxRequestBodySize = null;
        _usesPipe = _isLast = _isEnded = _isRead = _isCancelled = false;
    }

    public override bool TryRead(out ReadResult result)
    {
        if (!_usesPipe) result = Give(Whole());
        else if (_pipe!.Reader.TryRead(out result)) result = Give(result);
        else return false;
        return true;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        _usesPipe ? ReadPipeAsync(cancellationToken) : new ValueTask<ReadResult>(Give(Whole()));

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        var taken = _given.Slice(0, consumed).Length;
        // Who has looked at everything and taken nothing waits for more, so the client must be let go on.
        var seen = _taken + _given.Slice(0, examined).Length;
        _given = default;
        _taken += taken;
        if (_usesPipe) _pipe!.Reader.AdvanceTo(consumed, examined);
        else _early.Take((int)taken);
        stream.Seen(seen);
    }

    public override void CancelPendingRead()
    {
        if (_usesPipe) _pipe!.Reader.CancelPendingRead();
        else _isCancelled = true;
    }

    public override void Complete(Exception? exception = null)
    {
        // The stream does so when its handler has returned.
    }

    private void UsePipe()
    {
        _usesPipe = true;
        _pipe ??= new Pipe(Options);
        if (_early.Length == 0) return;
        _pipe.Writer.Write(_early.Written);
        _early.Clear();
        Flush(_pipe.Writer);
    }

    private static void Flush(PipeWriter pipe)
    {
        // What may wait is bounded by the window.
        var flushed = pipe.FlushAsync();
        if (!flushed.IsCompletedSuccessfully) throw new InvalidOperationException("a pipe without a threshold held back its writer");
    }

    private ReadResult Whole()
    {
        var isCancelled = _isCancelled;
        _isCancelled = false;
        return new ReadResult(new ReadOnlySequence<byte>(_early.WrittenMemory), isCancelled, isCompleted: true);
    }

    private async ValueTask<ReadResult> ReadPipeAsync(CancellationToken cancellationToken) =>
        Give(await _pipe!.Reader.ReadAsync(cancellationToken).ConfigureAwait(false));

    private ReadResult Give(in ReadResult read)
    {
        _given = read.Buffer;
        if (MaxRequestBodySize is { } most && _taken + read.Buffer.Length > most)
            throw new BadHttpRequestException("Request body too large.", StatusCodes.Status413PayloadTooLarge);
        return read;
    }
}
