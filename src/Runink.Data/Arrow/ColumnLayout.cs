namespace Runink.Data.Arrow;

/// <summary>The ways in which Arrow lays a column out in buffers; all but the first begin with the validity bits.</summary>
internal enum ColumnLayout
{
    /// <summary>No buffer at all.</summary>
    Nothing,
    /// <summary>A bit a value.</summary>
    Bits,
    /// <summary>Values of one width.</summary>
    Fixed,
    /// <summary>Offsets of 32 bits, and bytes.</summary>
    Bytes,
    /// <summary>Offsets of 64 bits, and bytes.</summary>
    LargeBytes,
    /// <summary>Offsets of 32 bits into the child.</summary>
    List,
    /// <summary>Offsets of 64 bits into the child.</summary>
    LargeList,
    /// <summary>Nothing but the validity; the child has a fixed number of values for each.</summary>
    FixedList,
    /// <summary>Nothing but the validity; children of the same length.</summary>
    Struct,
}
