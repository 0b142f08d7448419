using Runink.Raft;

namespace Runink.Simulation;

/// <summary>Damages a piece of a snapshot on its way; every other message is protected by the transport.</summary>
public static class SnapshotDamage
{
    public static object? Of(object message, Prng chance)
    {
        if (message is not SnapshotChunk { Data.IsEmpty: false } piece) return null;
        var data = piece.Data.ToArray();
        data[chance.Below(data.Length)] ^= (byte)(1 << chance.Below(8));
        return piece with { Data = data };
    }
}
