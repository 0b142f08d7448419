namespace Runink.Barn;

/// <summary>
/// Has room for the next segment reserved while there is still some in the present one, so that a full disk is known before the
/// log stands still.
/// </summary>
internal sealed class SegmentRoom(
    IDiskWorker worker, SegmentWriter writer, Action<DiskFullException?> changed, Action<Exception> failed)
{
    private ulong _sequence;
    private bool _isUnderWay;
    private DiskFullException? _problem;

    /// <summary>Reserves room for a segment, once.</summary>
    public void Prepare(ulong sequence)
    {
        if (_sequence == sequence) return;
        _sequence = sequence;
        Submit();
    }

    /// <summary>Tries again, if there was no room.</summary>
    public void Retry()
    {
        if (_problem is not null && !_isUnderWay && _sequence != 0) Submit();
    }

    /// <summary>The log begins another segment: whether there was room for it shows when it is written.</summary>
    public void Left() => _sequence = 0;

    /// <summary>The log has begun the other segment, so there was room for it after all.</summary>
    public void Entered()
    {
        if (_problem is null) return;
        _problem = null;
        changed(null);
    }

    private void Submit()
    {
        var sequence = _sequence;
        _isUnderWay = true;
        worker.Submit(() => writer.Prepare(sequence), Done);
    }

    private void Done(Exception? result)
    {
        _isUnderWay = false;
        if (result is not null and not DiskFullException)
        {
            failed(result);
            return;
        }

        var full = result as DiskFullException;
        var isChange = full is null != _problem is null;
        _problem = full;
        if (isChange) changed(full);
    }
}
