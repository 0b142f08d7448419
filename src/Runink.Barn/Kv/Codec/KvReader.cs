using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Runink.Barn;

/// <summary>Reads what <see cref="KvWriter"/> wrote; what cannot be so is a <see cref="KvFormatException"/>.</summary>
internal struct KvReader(ReadOnlyMemory<byte> input)
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private readonly ReadOnlyMemory<byte> _input = input;
    private int _at;

    public readonly int Remaining => _input.Length - _at;

    public byte Byte()
    {
        if (_at >= _input.Length) Fail("the bytes end early");
        return _input.Span[_at++];
    }

    public bool Bool() => Byte() switch
    {
        0 => false,
        1 => true,
        var other => throw new KvFormatException($"{other} is neither true nor false"),
    };

    public ulong Unsigned()
    {
        var span = _input.Span[_at..];
        ulong value = 0;
        for (var i = 0; i < span.Length && i < 10; i++)
        {
            var b = span[i];
            if (i == 9 && b > 1) Fail("a number is larger than 64 bits");
            value |= (ulong)(b & 0x7F) << (7 * i);
            if (b >= 0x80) continue;
            if (b == 0 && i > 0) Fail("a number is longer than it need be");
            _at += i + 1;
            return value;
        }
        Fail("the bytes end early");
        return 0;
    }

    public long Signed()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>A number that is not negative.</summary>
    public long Count()
    {
        var value = Unsigned();
        if (value > long.MaxValue) Fail("a count is too large");
        return (long)value;
    }

    /// <summary>How many elements follow, of which each takes a byte at least.</summary>
    public int Elements()
    {
        var value = Unsigned();
        if (value > (ulong)Remaining) Fail("more elements than bytes");
        return (int)value;
    }

    public ReadOnlyMemory<byte> Bytes()
    {
        var length = Elements();
        var slice = _input.Slice(_at, length);
        _at += length;
        return slice;
    }

    public string Text()
    {
        try
        {
            return Strict.GetString(Bytes().Span);
        }
        catch (DecoderFallbackException)
        {
            throw new KvFormatException("a name is not UTF-8");
        }
    }

    public UInt128 Wide()
    {
        if (Remaining < 16) Fail("the bytes end early");
        _at += 16;
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(_input.Span[(_at - 16)..]);
    }

    public T Enum<T>(T largest)
        where T : struct, Enum
    {
        var value = Byte();
        if (value > Convert.ToByte(largest)) Fail($"{value} is no {typeof(T).Name}");
        return (T)System.Enum.ToObject(typeof(T), value);
    }

    public readonly void End()
    {
        if (Remaining > 0) Fail($"{Remaining} bytes too many");
    }

    [DoesNotReturn]
    private static void Fail(string what) => throw new KvFormatException(what);
}
