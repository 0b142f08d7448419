namespace Runink.Pipelines.Types;

/// <summary>The engine-neutral kinds of column types.</summary>
public enum TypeKind
{
    /// <summary>UTF-8 text.</summary>
    Text,

    /// <summary>Truth value.</summary>
    Boolean,

    /// <summary>Signed 8-bit integer.</summary>
    Int8,

    /// <summary>Signed 16-bit integer.</summary>
    Int16,

    /// <summary>Signed 32-bit integer.</summary>
    Int32,

    /// <summary>Signed 64-bit integer.</summary>
    Int64,

    /// <summary>Signed 128-bit integer.</summary>
    Int128,

    /// <summary>Unsigned 8-bit integer.</summary>
    UInt8,

    /// <summary>Unsigned 16-bit integer.</summary>
    UInt16,

    /// <summary>Unsigned 32-bit integer.</summary>
    UInt32,

    /// <summary>Unsigned 64-bit integer.</summary>
    UInt64,

    /// <summary>32-bit IEEE 754.</summary>
    Float32,

    /// <summary>64-bit IEEE 754.</summary>
    Float64,

    /// <summary>Exact decimal with precision and scale.</summary>
    Decimal,

    /// <summary>Calendar day.</summary>
    Date,

    /// <summary>Time of day.</summary>
    Time,

    /// <summary>Local date and time, microseconds, no zone.</summary>
    Timestamp,

    /// <summary>Instant in UTC, microseconds.</summary>
    TimestampTz,

    /// <summary>Bytes.</summary>
    Binary,

    /// <summary>A list of one element type.</summary>
    List,

    /// <summary>Named fields.</summary>
    Struct,

    /// <summary>Anything else, kept by the engine's own name.</summary>
    Other,
}
