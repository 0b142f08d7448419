using System.Numerics;
using System.Runtime.InteropServices;

namespace Runink.Data.Arrow.Ipc;

/// <summary>The places that a dictionary column stores, whatever their width.</summary>
internal static class DictionaryPlaces
{
    /// <summary>Whether every place that is not NULL lies in a dictionary of so many values.</summary>
    internal static bool Hold(ArrowColumn column, int values) => column.Field.Dictionary!.Index switch
    {
        { Bits: 8, IsSigned: true } => Hold<sbyte>(column, values),
        { Bits: 8 } => Hold<byte>(column, values),
        { Bits: 16, IsSigned: true } => Hold<short>(column, values),
        { Bits: 16 } => Hold<ushort>(column, values),
        { Bits: 32, IsSigned: true } => Hold<int>(column, values),
        { Bits: 32 } => Hold<uint>(column, values),
        { IsSigned: true } => Hold<long>(column, values),
        _ => Hold<ulong>(column, values),
    };

    /// <summary>Copies places; what stands at a NULL may be any number.</summary>
    internal static void Copy(ArrowColumn column, int start, Span<int> places)
    {
        switch (column.Field.Dictionary!.Index)
        {
            case { Bits: 8, IsSigned: true }: Copy<sbyte>(column, start, places); break;
            case { Bits: 8 }: Copy<byte>(column, start, places); break;
            case { Bits: 16, IsSigned: true }: Copy<short>(column, start, places); break;
            case { Bits: 16 }: Copy<ushort>(column, start, places); break;
            case { Bits: 32, IsSigned: true }: Copy<int>(column, start, places); break;
            case { Bits: 32 }: Copy<uint>(column, start, places); break;
            case { IsSigned: true }: Copy<long>(column, start, places); break;
            default: Copy<ulong>(column, start, places); break;
        }
    }

    private static bool Hold<T>(ArrowColumn column, int values)
        where T : unmanaged, IBinaryInteger<T>
    {
        var places = MemoryMarshal.Cast<byte, T>(column.Data.Span);
        for (var row = 0; row < places.Length; row++)
        {
            if ((ulong)long.CreateSaturating(places[row]) >= (ulong)values && !column.IsNull(row)) return false;
        }
        return true;
    }

    private static void Copy<T>(ArrowColumn column, int start, Span<int> places)
        where T : unmanaged, IBinaryInteger<T>
    {
        var stored = MemoryMarshal.Cast<byte, T>(column.Data.Span).Slice(start, places.Length);
        for (var row = 0; row < stored.Length; row++) places[row] = int.CreateTruncating(stored[row]);
    }
}
