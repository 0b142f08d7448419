using System.Text;

namespace Runink.Store;

/// <summary>
/// A key of the store: bytes, ordered bytewise. Written as text almost everywhere, so a <see cref="string"/> converts to
/// its UTF-8 bytes. Immutable; the bytes handed in must not be changed afterwards.
/// </summary>
public readonly struct StoreKey : IEquatable<StoreKey>, IComparable<StoreKey>
{
    /// <summary>A key of these bytes.</summary>
    public StoreKey(ReadOnlyMemory<byte> bytes) => Bytes = bytes;

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Whether there are no bytes: no entry may have this key, but a range may start at it.</summary>
    public bool IsEmpty => Bytes.IsEmpty;

    /// <summary>The UTF-8 bytes of a text.</summary>
    public static implicit operator StoreKey(string text) => FromString(text);

    /// <summary>The UTF-8 bytes of a text.</summary>
    public static StoreKey FromString(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>Same bytes.</summary>
    public static bool operator ==(StoreKey left, StoreKey right) => left.Equals(right);

    /// <summary>Different bytes.</summary>
    public static bool operator !=(StoreKey left, StoreKey right) => !left.Equals(right);

    /// <summary>Bytewise order.</summary>
    public static bool operator <(StoreKey left, StoreKey right) => left.CompareTo(right) < 0;

    /// <summary>Bytewise order.</summary>
    public static bool operator <=(StoreKey left, StoreKey right) => left.CompareTo(right) <= 0;

    /// <summary>Bytewise order.</summary>
    public static bool operator >(StoreKey left, StoreKey right) => left.CompareTo(right) > 0;

    /// <summary>Bytewise order.</summary>
    public static bool operator >=(StoreKey left, StoreKey right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public int CompareTo(StoreKey other) => Bytes.Span.SequenceCompareTo(other.Bytes.Span);

    /// <inheritdoc/>
    public bool Equals(StoreKey other) => Bytes.Span.SequenceEqual(other.Bytes.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is StoreKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes.Span);
        return hash.ToHashCode();
    }

    /// <summary>The bytes read as UTF-8.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Bytes.Span);
}
