using System.Text.Json;

namespace Runink.Barn;

/// <summary>
/// What is kept for ever of a cluster that was made out of the survivor of another one: a key of the state, so that everybody can see
/// that something may be missing. Immutable.
/// </summary>
/// <param name="At">When.</param>
/// <param name="By">Who did it, and on which machine.</param>
/// <param name="FromCluster">The id of the cluster that was given up, in hexadecimal.</param>
/// <param name="Cluster">The id of the new one.</param>
/// <param name="Member">The survivor.</param>
/// <param name="Dropped">The members that were given up, as names and ids.</param>
/// <param name="LastIndex">The last entry that the survivor had.</param>
/// <param name="LastTerm">Its term.</param>
/// <param name="LastRevision">The last revision of the old cluster that is known; others after it may have been acknowledged.</param>
/// <param name="Revision">The revision with which the new cluster begins.</param>
/// <param name="DroppedGroups">The names of the groups of which nothing was left, given up with all they held; null in records that do not know.</param>
public sealed record RecoveryRecord(
    DateTimeOffset At, string By, string FromCluster, string Cluster, string Member, IReadOnlyList<string> Dropped, long LastIndex, long LastTerm,
    long LastRevision, long Revision, IReadOnlyList<string>? DroppedGroups = null)
{
    /// <summary>Where the records are, one for each time.</summary>
    public const string KeyPrefix = "/runink/sys/cluster/recoveries/";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Reads the value of such a key; null when it is something else.</summary>
    public static RecoveryRecord? Parse(ReadOnlySpan<byte> value)
    {
        try
        {
            return JsonSerializer.Deserialize<RecoveryRecord>(value, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>In a sentence.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{At:u} by {By}: {Member} went on alone from cluster {FromCluster}, without ")
        + string.Join(", ", Dropped) + (DroppedGroups is { Count: > 0 } groups ? $" and the groups {string.Join(", ", groups)}" : "")
        + FormattableString.Invariant($"; it had entry {LastIndex} of term {LastTerm}, revision {LastRevision}");

    /// <summary>All that a state knows of, in the order of their keys.</summary>
    internal static IEnumerable<RecoveryRecord> In(KvView view)
    {
        var found = view.Range(new RangeQuery(Key(KeyPrefix), Key(KeyPrefix[..^1] + (char)(KeyPrefix[^1] + 1))));
        return found.Pairs.Select(version => Parse(version.ValueSpan)).OfType<RecoveryRecord>();
    }

    internal PutCommand ToCommand() => new(Key(KeyPrefix + Cluster), JsonSerializer.SerializeToUtf8Bytes(this, Json));

    private static ReadOnlyMemory<byte> Key(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
