using System.Buffers;

namespace Runink.Rpc;

/// <summary>Puts together a block of headers that came in several frames (RFC 9113, section 4.3), and decodes it.</summary>
internal sealed class HeaderBlock
{
    private readonly HpackDecoder _decoder = new(Http2Limits.HeaderTable, Http2Limits.HeaderBytes);
    private readonly List<HeaderField> _fields = [];
    private readonly ByteBuffer _bytes = new();
    private int _frames;

    /// <summary>The stream whose block is not whole yet; 0 if none is.</summary>
    public int StreamId { get; private set; }

    /// <summary>Whether the frame that began the block said that nothing follows it.</summary>
    public bool IsLast { get; private set; }

    /// <summary>Begins a block.</summary>
    public void Begin(int streamId, bool isLast) => (StreamId, IsLast, _frames) = (streamId, isLast, 0);

    /// <summary>Adds a frame's part of the block.</summary>
    /// <param name="part">The part.</param>
    /// <param name="isWhole">It is the last.</param>
    /// <param name="fields">Valid until the next block; null if there were more than fit.</param>
    /// <returns>Whether the block is whole.</returns>
    public bool Add(in ReadOnlySequence<byte> part, bool isWhole, out List<HeaderField>? fields)
    {
        fields = null;
        if (++_frames > Http2Limits.HeaderFrames || _bytes.Length + part.Length > Http2Limits.HeaderBytes)
            throw new Http2ConnectionException(Http2Error.EnhanceYourCalm, "the headers of a request go on and on");
        if (isWhole && _bytes.Length == 0 && part.IsSingleSegment)
        {
            fields = Decode(part.FirstSpan);
        }
        else
        {
            foreach (var segment in part) _bytes.Write(segment.Span);
            if (!isWhole) return false;
            fields = Decode(_bytes.Written);
            _bytes.Clear();
        }

        StreamId = 0;
        return true;
    }

    private List<HeaderField>? Decode(ReadOnlySpan<byte> block)
    {
        _fields.Clear();
        try
        {
            _decoder.Decode(block, _fields);
            return _fields;
        }
        catch (HeadersTooLargeException)
        {
            return null;
        }
        catch (HpackException malformed)
        {
            throw new Http2ConnectionException(Http2Error.Compression, malformed.Message);
        }
    }
}
