using Runink.Raft;

namespace Runink.Simulation;

/// <summary>The part of a snapshot that has arrived.</summary>
public sealed class StagedSnapshot(SnapshotDescription description)
{
    private byte[] _content = new byte[256];
    private int _length;

    public SnapshotDescription Description => description;

    public long Length => _length;

    /// <summary>Whether the last piece is there.</summary>
    public bool IsComplete { get; private set; }

    public void Add(StageSnapshotChunk piece)
    {
        if (piece.Offset != _length || piece.Snapshot != description)
            throw new InvalidOperationException($"{piece} does not follow {_length} bytes of {description}");
        while (_length + piece.Data.Length > _content.Length) Array.Resize(ref _content, _content.Length * 2);
        piece.Data.Span.CopyTo(_content.AsSpan(_length));
        _length += piece.Data.Length;
        IsComplete = piece.IsLast;
    }

    public SnapshotFile ToFile() => new(description, _content.AsSpan(0, _length).ToArray());
}
