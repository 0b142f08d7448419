using Runink.Data.Vectors;

namespace Runink.Execution.Edges;

/// <summary>Writes texts as lines, many at a time. For one thread; does not own the stream.</summary>
internal sealed class JsonLineWriter(Stream stream)
{
    private const int BufferBytes = 256 << 10;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _filled;

    /// <summary>Bytes handed over so far, those that wait for <see cref="Flush"/> not counted.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>Writes each text and a line end.</summary>
    public void Write(StringVector texts)
    {
        for (var row = 0; row < texts.Count; row++)
        {
            var text = texts[row];
            if (text.Length >= _buffer.Length - _filled) Flush();
            if (text.Length >= _buffer.Length) Send(text);
            else
            {
                text.CopyTo(_buffer.AsSpan(_filled));
                _filled += text.Length;
            }

            _buffer[_filled++] = (byte)'\n';
        }
    }

    /// <summary>Hands over what waits.</summary>
    public void Flush()
    {
        Send(_buffer.AsSpan(0, _filled));
        _filled = 0;
    }

    private void Send(ReadOnlySpan<byte> bytes)
    {
        stream.Write(bytes);
        BytesWritten += bytes.Length;
    }
}
