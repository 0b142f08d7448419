using System.Net.Sockets;

namespace Runink.Isolation.Network;

/// <summary>Reads the first bytes of a connection, no more of them than <see cref="BytesMax"/>. Used by one task.</summary>
internal sealed class HandshakeReader(Socket socket)
{
    public const int BytesMax = 8192;
    private readonly byte[] _buffer = new byte[BytesMax];
    private int _start;
    private int _end;

    /// <summary>What came behind the request: the first bytes of the conversation itself.</summary>
    public ReadOnlyMemory<byte> Rest => _buffer.AsMemory(_start.._end);

    public async Task<byte> PeekAsync(CancellationToken cancellationToken)
    {
        await NeedAsync(1, cancellationToken);
        return _buffer[_start];
    }

    /// <summary>Exactly so many bytes; valid until the next call.</summary>
    public async Task<ReadOnlyMemory<byte>> TakeAsync(int count, CancellationToken cancellationToken)
    {
        await NeedAsync(count, cancellationToken);
        var taken = _buffer.AsMemory(_start, count);
        _start += count;
        return taken;
    }

    /// <summary>All up to and including the mark.</summary>
    public async Task<ReadOnlyMemory<byte>> TakeThroughAsync(ReadOnlyMemory<byte> mark, CancellationToken cancellationToken)
    {
        var searched = _start;
        while (true)
        {
            var at = _buffer.AsSpan(searched.._end).IndexOf(mark.Span);
            if (at >= 0) return await TakeAsync(searched + at + mark.Length - _start, cancellationToken);
            searched = Math.Max(_start, _end - mark.Length + 1);
            await FillAsync(cancellationToken);
        }
    }

    /// <summary>Tells the client something between two parts of its request.</summary>
    public async Task ReplyAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        await socket.SendAsync(bytes, SocketFlags.None, cancellationToken);

    private async Task NeedAsync(int count, CancellationToken cancellationToken)
    {
        while (_end - _start < count) await FillAsync(cancellationToken);
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        if (_end == BytesMax) throw new MalformedRequestException($"the request is longer than {BytesMax} bytes");
        var count = await socket.ReceiveAsync(_buffer.AsMemory(_end), SocketFlags.None, cancellationToken);
        if (count == 0) throw new MalformedRequestException("the connection ended within the request");
        _end += count;
    }
}
