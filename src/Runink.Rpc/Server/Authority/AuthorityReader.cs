using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Runink.Rpc;

/// <summary>
/// What a client sends over HTTP/2, with the authority of its calls made one. etcd's own client names the whole URL of an endpoint
/// there (<c>http://HOST:PORT</c>) when it speaks to one server; grpc-go takes that, while the HTTP server here resets the stream and
/// has no switch for it. Nothing but the first block of headers is looked at, unless its authority was such a URL.
/// </summary>
internal sealed class AuthorityReader(PipeReader inner) : PipeReader
{
    private const int FrameHeaderLength = 9;
    private const int LongestFrame = 1 << 14;
    private const byte HeadersFrame = 1;

    private ReadOnlySequence<byte> _given;
    private long _carried;
    private long _passing = PrefaceSniffer.Preface.Length;
    private bool _isGreeted;
    private bool _isDone;

    public static ConnectionDelegate Middleware(ConnectionDelegate next) => connection =>
    {
        connection.Transport = new Transport(new AuthorityReader(connection.Transport.Input), connection.Transport.Output);
        return next(connection);
    };

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        _isDone ? inner.ReadAsync(cancellationToken) : ReadHeadersAsync(cancellationToken);

    public override bool TryRead(out ReadResult result)
    {
        if (_isDone) return inner.TryRead(out result);
        return inner.TryRead(out result) && TryGive(ref result);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (!_isDone) _carried = _given.Slice(consumed).Length;
        inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    private async ValueTask<ReadResult> ReadHeadersAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await inner.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (TryGive(ref result)) return result;
        }
    }

    /// <summary>Cuts off what must be seen whole and is not yet; false if nothing is left that the caller does not know.</summary>
    private bool TryGive(ref ReadResult result)
    {
        var buffer = result.Buffer;
        var settled = _carried + Settle(buffer.Slice(_carried));
        if (result.IsCompleted)
        {
            // What is half there stays so: it is not for here to judge.
            _isDone = true;
            return true;
        }

        if (settled == _carried && !result.IsCanceled)
        {
            inner.AdvanceTo(buffer.Start, buffer.End);
            return false;
        }

        _given = buffer.Slice(0, settled);
        if (settled < buffer.Length) result = new ReadResult(_given, result.IsCanceled, isCompleted: false);
        return true;
    }

    /// <returns>How many of the bytes may be passed on; all are, once nothing more is to be looked at.</returns>
    private long Settle(ReadOnlySequence<byte> bytes)
    {
        if (!_isGreeted && !Greet(bytes))
        {
            // HTTP/1.1, which has no frames.
            _isDone = true;
            return bytes.Length;
        }

        var settled = Pass(bytes.Length);
        Span<byte> header = stackalloc byte[FrameHeaderLength];
        while (_passing == 0 && bytes.Length - settled >= FrameHeaderLength)
        {
            bytes.Slice(settled, FrameHeaderLength).CopyTo(header);
            var frame = FrameHeaderLength + ((header[0] << 16) | (header[1] << 8) | header[2]);
            if (header[3] == HeadersFrame)
            {
                if (frame - FrameHeaderLength <= LongestFrame && bytes.Length - settled < frame) return settled;
                _isDone = frame - FrameHeaderLength > LongestFrame
                    || !AuthorityPatch.Apply(bytes.Slice(settled + FrameHeaderLength, frame - FrameHeaderLength), flags: header[4]);
                if (_isDone) return bytes.Length;
            }

            _passing = frame;
            settled += Pass(bytes.Length - settled);
        }

        return settled;
    }

    /// <summary>Looks at what comes of the preface; false when it is none.</summary>
    private bool Greet(ReadOnlySequence<byte> bytes)
    {
        var awaited = (int)_passing;
        Span<byte> sent = stackalloc byte[(int)Math.Min(bytes.Length, awaited)];
        bytes.Slice(0, sent.Length).CopyTo(sent);
        _isGreeted = sent.Length == awaited;
        return PrefaceSniffer.Preface[^awaited..].StartsWith(sent);
    }

    private long Pass(long available)
    {
        var passed = Math.Min(available, _passing);
        _passing -= passed;
        return passed;
    }

    private sealed class Transport(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
