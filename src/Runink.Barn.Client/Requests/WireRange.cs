using Google.Protobuf;
using Runink.Store;

namespace Runink.Barn.Client;

/// <summary>
/// A range in etcd's words, where an empty end means one key, an end of one zero byte means no end, and no key is empty.
/// </summary>
internal readonly struct WireRange
{
    private static readonly ByteString Zero = ByteString.CopyFrom(0);

    public WireRange(KeyRange range)
    {
        Key = range.Start.IsEmpty ? Zero : Wrap(range.Start.Bytes);
        End = ByteString.Empty;
        if (range.End is not { } end)
        {
            End = Zero;
            return;
        }

        IsEmpty = end.Bytes.Span.SequenceCompareTo(Key.Span) <= 0;
        if (!IsEmpty && !IsSuccessor(Key.Span, end.Bytes.Span)) End = Wrap(end.Bytes);
    }

    public ByteString Key { get; }

    public ByteString End { get; }

    /// <summary>
    /// Whether no key lies in it. etcd cannot say that: a request then names one key, and the answer is not looked at.
    /// </summary>
    public bool IsEmpty { get; }

    public static ByteString Wrap(ReadOnlyMemory<byte> bytes) => UnsafeByteOperations.UnsafeWrap(bytes);

    private static bool IsSuccessor(ReadOnlySpan<byte> key, ReadOnlySpan<byte> end) =>
        end.Length == key.Length + 1 && end[^1] == 0 && end.StartsWith(key);
}
