namespace Runink.Execution;

/// <summary>
/// The assignments that come on the input, one at a time. Watches the input meanwhile, from a thread of its own: when it closes under
/// work, the coordinator is gone and so is the reason for this process.
/// </summary>
internal sealed class AssignmentQueue
{
    private readonly object _gate = new();
    private readonly StreamReader _input;
    private readonly Action _abandoned;
    private string? _next;
    private bool _works;
    private bool _ended;

    /// <summary>Begins to read.</summary>
    /// <param name="input">Lines of JSON, and nothing else until the coordinator ends.</param>
    /// <param name="abandoned">Called when the input closes while there is work.</param>
    public AssignmentQueue(Stream input, Action abandoned)
    {
        (_input, _abandoned) = (new StreamReader(input), abandoned);
        new Thread(Watch) { IsBackground = true, Name = "lifeline" }.Start();
    }

    /// <summary>What was taken last is done: from now on the input may close.</summary>
    public void Finish()
    {
        lock (_gate) _works = false;
    }

    /// <summary>Waits for the next assignment, but not for long, and does not take it.</summary>
    public void Await(TimeSpan most)
    {
        lock (_gate)
        {
            if (_next is null && !_ended) Monitor.Wait(_gate, most);
        }
    }

    /// <summary>Waits for the next assignment; null when there will be none.</summary>
    public string? Next()
    {
        lock (_gate)
        {
            while (_next is null && !_ended) Monitor.Wait(_gate);
            var line = _next;
            (_next, _works) = (null, line is not null);
            Monitor.PulseAll(_gate);
            return line;
        }
    }

    private void Watch()
    {
        while (ReadLine() is { } line)
        {
            lock (_gate)
            {
                while (_next is not null) Monitor.Wait(_gate);
                _next = line;
                Monitor.PulseAll(_gate);
            }
        }

        bool isAbandoned;
        lock (_gate)
        {
            _ended = true;
            isAbandoned = _works || _next is not null;
            Monitor.PulseAll(_gate);
        }

        if (isAbandoned) _abandoned();
    }

    private string? ReadLine()
    {
        try
        {
            return _input.ReadLine();
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            return null;
        }
    }
}
