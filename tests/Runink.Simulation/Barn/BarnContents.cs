using Runink.Barn;

namespace Runink.Simulation;

/// <summary>What a revision changed, as one number.</summary>
internal static class BarnContents
{
    /// <summary>The changes of a revision; null when they are swept.</summary>
    public static UInt128? Of(KvView view, long revision)
    {
        var changes = view.Log[revision];
        if (changes.Count == 0) return null;
        UInt128 sum = 0;
        for (var i = 0; i < changes.Count; i++) sum = (sum * 31) + Of(changes[i]);
        return sum;
    }

    public static UInt128 Of(KeyVersion version) => VersionHash.Of(version);
}
