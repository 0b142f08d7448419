namespace Runink.Barn;

/// <summary>
/// Up to which number everything has its outcome. Numbers are given out by many threads, so what comes back is nearly in order.
/// </summary>
internal sealed class Acknowledged
{
    private readonly HashSet<long> _ahead = [];

    public long Through { get; private set; }

    public void Add(long number)
    {
        if (number != Through + 1)
        {
            _ahead.Add(number);
            return;
        }

        Through = number;
        while (_ahead.Count > 0 && _ahead.Remove(Through + 1)) Through++;
    }
}
