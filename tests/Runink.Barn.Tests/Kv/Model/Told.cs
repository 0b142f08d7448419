using static Runink.Barn.Tests.Kv.Text;

namespace Runink.Barn.Tests.Kv.Model;

/// <summary>Tells what came of a command in the words of <see cref="NaiveMachine"/>.</summary>
public static class Told
{
    public static string Of(KvResult result)
    {
        if (result.Error is { } error) return Of(error);
        return result switch
        {
            PutResult put => $"put@{put.Revision} {Of(put.Previous)}",
            DeleteRangeResult delete => $"deleted@{delete.Revision} {delete.Deleted} [{All(delete.Previous)}]",
            RangeResult range => $"range@{range.Revision} count={range.Count} more={range.More} [{All(range.Pairs)}]",
            TxnResult txn => $"txn@{txn.Revision} {txn.Succeeded} ({string.Join(", ", txn.Responses.Select(Of))})",
            LeaseGrantResult grant => $"granted@{grant.Revision} {grant.Id} {grant.TtlSeconds}",
            _ => $"ok@{result.Revision}",
        };
    }

    public static string Of(KeyVersion? version) => version is null ? "none"
        : $"{S(version.Key)}={S(version.Value)}:{version.CreateRevision}:{version.ModRevision}:{version.Version}:{version.Lease}";

    private static string All(KeyVersion[] versions) => string.Join(' ', versions.Select(Of));

    private static string Of(KvError error)
    {
        if (ReferenceEquals(error, KvErrors.Compacted)) return "compacted";
        if (ReferenceEquals(error, KvErrors.FutureRevision)) return "future";
        if (ReferenceEquals(error, KvErrors.KeyNotFound)) return "no key";
        if (ReferenceEquals(error, KvErrors.LeaseNotFound)) return "no lease";
        return ReferenceEquals(error, KvErrors.LeaseExists) ? "lease exists" : error.Message;
    }
}
