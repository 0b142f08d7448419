namespace Runink.Barn.Tests;

/// <summary>A state as a later program writes it.</summary>
internal sealed class LaterContent : ISnapshotContent
{
    public void WriteTo(Stream stream) => stream.Write([.. KvSnapshot.Magic, KvSnapshot.FormatVersion + 1]);
}
