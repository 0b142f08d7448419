using System.Buffers.Binary;
using Runink.Raft;

namespace Runink.Simulation;

/// <summary>A snapshot on a disk: a state, and a checksum that tells whether it is whole.</summary>
/// <param name="Description">What it stands for.</param>
/// <param name="Content">The sealed bytes.</param>
public sealed record SnapshotFile(SnapshotDescription Description, byte[] Content)
{
    public static SnapshotFile Of(SnapshotDescription description, StateMachine machine)
    {
        var state = machine.Snapshot();
        var content = new byte[state.Length + sizeof(ulong)];
        state.CopyTo(content, 0);
        BinaryPrimitives.WriteUInt64LittleEndian(content.AsSpan(state.Length), Sum(state));
        return new SnapshotFile(description, content);
    }

    public bool IsWhole
    {
        get
        {
            var length = Content.Length - sizeof(ulong);
            if (length < 0) return false;
            return Sum(Content.AsSpan(0, length)) == BinaryPrimitives.ReadUInt64LittleEndian(Content.AsSpan(length));
        }
    }

    public StateMachine Open() => IsWhole
        ? StateMachine.Restore(Content.AsSpan(0, Content.Length - sizeof(ulong)))
        : throw new InvalidOperationException($"{Description} is damaged");

    private static ulong Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = (ulong)bytes.Length;
        foreach (var b in bytes) sum = (ulong.RotateLeft(sum, 9) ^ b) * 0xD6E8FEB86659FD93;
        return Mixer.Mix(sum);
    }
}
