namespace Runink.Barn;

/// <summary>
/// The state of a group at one index, as its state machine hands it out to be kept: immutable, whatever is applied meanwhile.
/// </summary>
public interface ISnapshotContent
{
    /// <summary>
    /// Writes the whole state to a stream that only goes forward. Called once, on a thread of the storage, while the state
    /// machine goes on; the stream checks, compresses and counts, so there is no need to buffer.
    /// </summary>
    void WriteTo(Stream stream);
}
