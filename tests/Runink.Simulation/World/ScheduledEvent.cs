namespace Runink.Simulation;

/// <summary>Something that will happen.</summary>
/// <param name="At">When, in nanoseconds of true time.</param>
/// <param name="Sequence">Events of the same moment happen in the order in which they were scheduled.</param>
/// <param name="Target">To whom.</param>
/// <param name="Kind">What, in the words of the target.</param>
/// <param name="Number">More about it, in the words of the target.</param>
/// <param name="Payload">More about it, in the words of the target.</param>
public readonly record struct ScheduledEvent(
    long At, long Sequence, IEventTarget Target, int Kind, long Number, object? Payload);
