namespace Runink.Barn;

/// <summary>
/// The state of a group at one moment, kept whole until it is disposed of: history that it can see is not freed meanwhile, so
/// somebody must. Its content may be written once, on any thread.
/// </summary>
public sealed class StatePhotograph : ISnapshotContent, IDisposable
{
    private readonly IDisposable _hold;

    internal StatePhotograph(KvMachine machine)
    {
        _hold = machine.HoldHistory();
        View = machine.View;
    }

    /// <summary>The state.</summary>
    public KvView View { get; }

    /// <inheritdoc/>
    public void WriteTo(Stream stream) => KvSnapshot.Write(View, stream);

    /// <inheritdoc/>
    public void Dispose() => _hold.Dispose();
}
