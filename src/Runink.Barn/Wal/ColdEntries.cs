using System.Runtime.InteropServices;
using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// Entries of groups in which little happens, that alone hold an old segment: they are read from it and written anew at the end
/// of the log, a little with each batch, so that the segment can go.
/// </summary>
internal sealed class ColdEntries(
    IDisk disk, IDiskWorker worker, SortedDictionary<GroupId, GroupLog> groups, Action ready, Action<Exception> failed)
{
    private const int BytesPerBatch = 1 << 20;

    private readonly Queue<(GroupLog Group, Entry Entry)> _read = new();
    private readonly List<Entry> _run = [];
    private ulong _segment;
    private bool _isReading;

    /// <summary>Whether there is something to be written anew.</summary>
    public bool HasMore => _read.Count > 0;

    /// <summary>Reads what is still needed of a segment, if it is not more than some bytes.</summary>
    public void Begin(ulong segment, long maxBytes)
    {
        if (_isReading || HasMore) return;
        var bytes = 0L;
        var wanted = new Dictionary<GroupId, EntryRuns.Run[]>();
        foreach (var group in groups.Values)
        {
            var runs = group.Runs.All.Where(run => run.Segment == segment).ToArray();
            // What is still to be asked of others keeps its segment: without that nobody would know that it was there.
            if (Array.Exists(runs, run => group.HasLost(new LogIndex(run.First), new LogIndex(run.Last)))) return;
            if (runs.Length > 0) wanted.Add(group.Id, runs);
            bytes += runs.Sum(run => run.Bytes);
        }

        if (wanted.Count == 0 || bytes > maxBytes) return;
        (_segment, _isReading) = (segment, true);
        var cold = new ColdSegment(disk, segment, wanted);
        worker.Submit(cold.Read, problem => Done(cold, problem));
    }

    /// <summary>Adds some of what was read to the log.</summary>
    /// <returns>Whether that was the last.</returns>
    public bool Take(WriteAheadLog log)
    {
        if (_read.Count == 0) return false;
        for (var bytes = 0; bytes < BytesPerBatch && _read.TryPeek(out var next);)
        {
            var group = next.Group;
            _run.Clear();
            while (bytes < BytesPerBatch && _read.TryPeek(out next) && next.Group == group && Continues(next.Entry))
            {
                _read.Dequeue();
                // It may have been compacted, cut or replaced since it was read.
                if (group.Runs.IsIn(next.Entry.Index.Value, _segment)) _run.Add(next.Entry);
                bytes += next.Entry.Size;
            }

            log.Append(group, CollectionsMarshal.AsSpan(_run));
        }

        return _read.Count == 0;
    }

    private bool Continues(Entry entry) => _run.Count == 0 || entry.Index == _run[^1].Index.Next;

    private void Done(ColdSegment cold, Exception? problem)
    {
        _isReading = false;
        // It may have become needless, and gone, before it was read.
        if (problem is FileNotFoundException) return;
        if (problem is not null)
        {
            failed(problem);
            return;
        }

        foreach (var (key, entry) in cold.Found)
            if (groups.TryGetValue(key.Group, out var group)) _read.Enqueue((group, entry));
        ready();
    }
}
