namespace Runink.Barn;

/// <summary>A question to a node was refused.</summary>
/// <param name="error">Why.</param>
public sealed class KvErrorException(KvError error) : Exception(error.Message)
{
    /// <summary>Why, with the code and text that clients of etcd know.</summary>
    public KvError Error => error;
}
