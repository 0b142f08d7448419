namespace Runink.Simulation;

/// <summary>
/// One object of a run. A slot holds one object at a time; when its history is long enough to be judged the next generation takes
/// the slot, so that neither histories nor states grow with the length of a run.
/// </summary>
/// <param name="Kind">What sort of object.</param>
/// <param name="Slot">Its place, below <see cref="MaxSlots"/>.</param>
/// <param name="Generation">Which object in that place.</param>
public readonly record struct ObjectId(ObjectKind Kind, byte Slot, int Generation)
{
    /// <summary>Objects of one kind that live at the same time, at most.</summary>
    public const int MaxSlots = 16;

    /// <summary>Places for objects of all kinds.</summary>
    public const int MaxPlaces = MaxSlots * 4;

    /// <summary>The place among all kinds.</summary>
    public int Place => ((int)Kind * MaxSlots) + Slot;

    public override string ToString() => $"{Kind}{Slot}.{Generation}";
}
