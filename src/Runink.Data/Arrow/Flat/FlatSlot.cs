namespace Runink.Data.Arrow.Flat;

/// <summary>What a table is written with: the slot's number, how many bytes its value has, and the value.</summary>
internal readonly record struct FlatSlot(int Slot, int Bytes, long Value)
{
    internal static FlatSlot Byte(int slot, byte value) => new(slot, 1, value);

    internal static FlatSlot Bool(int slot, bool value) => new(slot, 1, value ? 1 : 0);

    internal static FlatSlot Int16(int slot, int value) => new(slot, 2, value);

    internal static FlatSlot Int32(int slot, int value) => new(slot, 4, value);

    internal static FlatSlot Int64(int slot, long value) => new(slot, 8, value);

    /// <summary>Room for a reference, which <see cref="FlatWriter.Refer"/> fills once its target is written.</summary>
    internal static FlatSlot Reference(int slot) => new(slot, 4, 0);
}
