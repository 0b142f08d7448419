using System.Buffers.Binary;

namespace Runink.Barn;

/// <summary>
/// Reads the fields of a protobuf message, in place. Every malformed input is an <see cref="InvalidDataException"/>.
/// </summary>
/// <param name="message">The whole message, at most 2 GiB.</param>
internal ref struct WireReader(ReadOnlySpan<byte> message)
{
    private const int MaxVarintBytes = 10;

    private readonly ReadOnlySpan<byte> _message = message;
    private int _position;
    private int _wireType;

    /// <summary>The number of the field that <see cref="Next"/> came to.</summary>
    public int Field { get; private set; }

    /// <summary>Goes on to the next field. False at the end of the message.</summary>
    public bool Next()
    {
        if (_position == _message.Length) return false;
        var tag = Varint();
        if (tag > uint.MaxValue || tag >> 3 == 0) throw new InvalidDataException("a field has no valid number");
        Field = (int)(tag >> 3);
        _wireType = (int)(tag & 7);
        return true;
    }

    public ulong Unsigned()
    {
        Expect(0);
        return Varint();
    }

    public long Signed() => (long)Unsigned();

    public int Enum() => (int)Unsigned();

    public bool Bool() => Unsigned() != 0;

    /// <summary>A number in eight bytes.</summary>
    public ulong Fixed()
    {
        Expect(1);
        Advance(sizeof(ulong));
        return BinaryPrimitives.ReadUInt64LittleEndian(_message[(_position - sizeof(ulong))..]);
    }

    /// <summary>The place of a field of bytes in the message.</summary>
    public (int Offset, int Length) Bytes()
    {
        Expect(2);
        return Run();
    }

    /// <summary>Passes over a field that is not known here.</summary>
    public void Skip()
    {
        switch (_wireType)
        {
            case 0:
                Varint();
                break;
            case 1:
                Advance(8);
                break;
            case 2:
                Run();
                break;
            case 5:
                Advance(4);
                break;
            default:
                throw new InvalidDataException($"field {Field} is of no kind that is still in use");
        }
    }

    private void Expect(int wireType)
    {
        if (_wireType != wireType) throw new InvalidDataException($"field {Field} is of kind {_wireType}, not {wireType}");
    }

    private (int Offset, int Length) Run()
    {
        var length = Varint();
        if (length > (ulong)(_message.Length - _position)) throw new InvalidDataException($"field {Field} is cut off");
        var offset = _position;
        _position += (int)length;
        return (offset, (int)length);
    }

    private void Advance(int bytes)
    {
        if (bytes > _message.Length - _position) throw new InvalidDataException($"field {Field} is cut off");
        _position += bytes;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var i = 0; i < MaxVarintBytes; i++)
        {
            if (_position == _message.Length) throw new InvalidDataException("a number is cut off");
            var next = _message[_position++];
            value |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80) return value;
        }

        throw new InvalidDataException("a number has more than 64 bits");
    }
}
