using Runink.Execution.Sources;
using Runink.Pipelines.Planning;

namespace Runink.Execution.Validation;

/// <summary>Counts failing records and what they broke. Thread-safe.</summary>
internal sealed class RuleCounters(IReadOnlyList<RecordRule> rules)
{
    private readonly long[] _byRule = new long[rules.Count];
    private readonly Dictionary<string, long> _byForm = new(StringComparer.Ordinal);
    private long _failed;

    /// <summary>Records that failed.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Counts one record.</summary>
    public void Add(in FailedRecord record)
    {
        Interlocked.Increment(ref _failed);
        if (record.Problems != RecordProblems.None)
        {
            AddForm(record.Problems);
            return;
        }

        for (var i = 0; i < _byRule.Length; i++)
        {
            if (record.Breaks(i)) Interlocked.Increment(ref _byRule[i]);
        }
    }

    /// <summary>Adds these counts to a table of counts by rule id.</summary>
    public void AddTo(IDictionary<string, long> totals)
    {
        for (var i = 0; i < _byRule.Length; i++) Add(totals, rules[i].Id, _byRule[i]);
        lock (_byForm)
        {
            foreach (var (id, count) in _byForm) Add(totals, id, count);
        }
    }

    private static void Add(IDictionary<string, long> totals, string id, long count)
    {
        if (count > 0) totals[id] = (totals.TryGetValue(id, out var before) ? before : 0) + count;
    }

    private void AddForm(RecordProblems problems)
    {
        lock (_byForm)
        {
            foreach (var rule in FormRules.Broken(problems)) Add(_byForm, FormRules.IdOf(rule), 1);
        }
    }
}
