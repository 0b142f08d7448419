using System.Security.Cryptography;

namespace Runink.Cli.Commands.Cluster.Snapshots;

/// <summary>Checks the end of a snapshot file while it passes by: its last 32 bytes are the SHA-256 of everything before them.</summary>
internal sealed class SnapshotTrailer
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _tail = new byte[SHA256.HashSizeInBytes];
    private int _held;

    /// <summary>Takes the next bytes of the file.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= _tail.Length)
        {
            _hash.AppendData(_tail, 0, _held);
            _hash.AppendData(bytes[..^_tail.Length]);
            bytes[^_tail.Length..].CopyTo(_tail);
            _held = _tail.Length;
            return;
        }

        // The held bytes and the new ones are more than a tail: what is too much belongs to the content.
        var surplus = Math.Max(0, _held + bytes.Length - _tail.Length);
        _hash.AppendData(_tail, 0, surplus);
        _tail.AsSpan(surplus, _held - surplus).CopyTo(_tail);
        bytes.CopyTo(_tail.AsSpan(_held - surplus));
        _held += bytes.Length - surplus;
    }

    /// <summary>Whether the file, now at its end, is whole.</summary>
    public bool Matches() => _held == _tail.Length && CryptographicOperations.FixedTimeEquals(_hash.GetCurrentHash(), _tail);
}
