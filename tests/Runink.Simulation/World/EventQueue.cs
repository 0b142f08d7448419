namespace Runink.Simulation;

/// <summary>A binary heap of events by time, and by the order of scheduling among those of one moment.</summary>
public sealed class EventQueue
{
    private ScheduledEvent[] _heap = new ScheduledEvent[256];

    public int Count { get; private set; }

    public void Add(in ScheduledEvent added)
    {
        if (Count == _heap.Length) Array.Resize(ref _heap, Count * 2);
        var hole = Count++;
        while (hole > 0)
        {
            var parent = (hole - 1) >> 1;
            if (!Precedes(added, _heap[parent])) break;
            _heap[hole] = _heap[parent];
            hole = parent;
        }

        _heap[hole] = added;
    }

    public ScheduledEvent TakeFirst()
    {
        var first = _heap[0];
        var last = _heap[--Count];
        _heap[Count] = default;
        if (Count > 0) Sink(last);
        return first;
    }

    private void Sink(in ScheduledEvent last)
    {
        var hole = 0;
        while ((hole << 1) + 1 is var child && child < Count)
        {
            if (child + 1 < Count && Precedes(_heap[child + 1], _heap[child])) child++;
            if (!Precedes(_heap[child], last)) break;
            _heap[hole] = _heap[child];
            hole = child;
        }

        _heap[hole] = last;
    }

    private static bool Precedes(in ScheduledEvent left, in ScheduledEvent right) =>
        left.At < right.At || (left.At == right.At && left.Sequence < right.Sequence);
}
