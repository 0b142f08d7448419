using Runink.Data.Engines;
using Runink.Data.Native;
using Runink.Data.Vectors;

namespace Runink.Data.Results;

/// <summary>Reads values of one type out of vectors, lists and structs included.</summary>
internal sealed class ValueReader : IDisposable
{
    private readonly LogicalTypeHandle _type;
    private readonly TypeId _id;
    private readonly NestedReader? _nested;
    private readonly string[] _enum = [];
    private readonly TypeId _storage;
    private readonly byte _scale;

    /// <summary>Takes ownership of the type.</summary>
    internal ValueReader(LogicalTypeHandle type)
    {
        _type = type;
        _id = (TypeId)DuckDb.duckdb_get_type_id(type);
        switch (_id)
        {
            case TypeId.Decimal:
                _storage = (TypeId)DuckDb.duckdb_decimal_internal_type(type);
                _scale = DuckDb.duckdb_decimal_scale(type);
                break;
            case TypeId.Enum:
                _storage = (TypeId)DuckDb.duckdb_enum_internal_type(type);
                _enum = TypeText.EnumValues(type);
                break;
            default:
                _nested = NestedReader.For(_id, type);
                break;
        }
    }

    internal object? Read(Vector vector, int row)
    {
        if (vector.IsNull(row)) return null;
        try
        {
            return _nested is not null ? _nested.Read(vector, row) : ReadPlain(vector, row);
        }
        catch (Exception e) when (e is OverflowException or ArgumentOutOfRangeException)
        {
            throw Unreadable("a value is outside the range of its .NET type", e);
        }
    }

    public void Dispose()
    {
        _nested?.Dispose();
        _type.Dispose();
    }

    private object? ReadPlain(Vector vector, int row) => _id switch
    {
        TypeId.Boolean => vector.Values<byte>()[row] != 0,
        TypeId.Float => vector.Values<float>()[row],
        TypeId.Double => vector.Values<double>()[row],
        TypeId.Varchar => vector.Strings().TextAt(row),
        TypeId.Blob => vector.Strings()[row].ToArray(),
        TypeId.Date => EngineValue.FromDays(vector.Values<int>()[row]),
        TypeId.Time => new TimeOnly(vector.Values<long>()[row] * TimeSpan.TicksPerMicrosecond),
        TypeId.Timestamp => EngineValue.FromMicros(vector.Values<long>()[row]),
        TypeId.TimestampS => EngineValue.FromMicros(checked(vector.Values<long>()[row] * 1_000_000)),
        TypeId.TimestampMs => EngineValue.FromMicros(checked(vector.Values<long>()[row] * 1_000)),
        TypeId.TimestampNs => DateTime.SpecifyKind(
            DateTime.UnixEpoch.AddTicks(vector.Values<long>()[row] / TimeSpan.NanosecondsPerTick), DateTimeKind.Unspecified),
        TypeId.TimestampTz => new DateTimeOffset(EngineValue.FromMicros(vector.Values<long>()[row]), TimeSpan.Zero),
        TypeId.Uuid => EngineValue.FromUuid(vector.Values<UInt128>()[row]),
        TypeId.Decimal => EngineValue.FromDigits(ReadStored(vector, row), _scale),
        TypeId.Enum => _enum[(int)ReadStored(vector, row)],
        TypeId.SqlNull => null,
        _ => ReadInteger(vector, row),
    };

    private object ReadInteger(Vector vector, int row) => _id switch
    {
        TypeId.TinyInt => vector.Values<sbyte>()[row],
        TypeId.SmallInt => vector.Values<short>()[row],
        TypeId.Integer => vector.Values<int>()[row],
        TypeId.BigInt => vector.Values<long>()[row],
        TypeId.UTinyInt => vector.Values<byte>()[row],
        TypeId.USmallInt => vector.Values<ushort>()[row],
        TypeId.UInteger => vector.Values<uint>()[row],
        TypeId.UBigInt => vector.Values<ulong>()[row],
        TypeId.HugeInt => vector.Values<Int128>()[row],
        TypeId.UHugeInt => vector.Values<UInt128>()[row],
        _ => throw Unreadable($"values of type {TypeText.Of(_type)} have no .NET type", inner: null),
    };

    /// <summary>The integer behind a DECIMAL or an ENUM, whatever its width.</summary>
    private Int128 ReadStored(Vector vector, int row) => _storage switch
    {
        TypeId.SmallInt => vector.Values<short>()[row],
        TypeId.Integer => vector.Values<int>()[row],
        TypeId.BigInt => vector.Values<long>()[row],
        TypeId.UTinyInt => vector.Values<byte>()[row],
        TypeId.USmallInt => vector.Values<ushort>()[row],
        TypeId.UInteger => vector.Values<uint>()[row],
        _ => vector.Values<Int128>()[row],
    };

    private static EngineException Unreadable(string why, Exception? inner) =>
        new(EngineErrorType.Conversion, why + "; cast the column to VARCHAR in the query", inner: inner);
}
