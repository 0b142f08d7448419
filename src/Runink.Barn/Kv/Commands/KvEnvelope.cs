namespace Runink.Barn;

/// <summary>
/// A command as it is proposed. An origin (one life of a node) numbers its proposals from 1 on and may propose one again when it
/// does not know what became of it: the machine applies each once.
/// </summary>
/// <param name="Origin">Who proposed; 0 for nobody, and then nothing is remembered of it.</param>
/// <param name="Sequence">The number of the proposal among those of its origin.</param>
/// <param name="AcknowledgedThrough">
/// The origin knows the outcome of all its proposals up to this one, and will propose none of them again.
/// </param>
/// <param name="Command">The command.</param>
/// <param name="User">On whose behalf; null for nobody, who may change no key while authentication is on.</param>
/// <param name="AuthRevision">The revision of users and roles at which the user was authenticated; 0 without a user.</param>
public readonly record struct KvEnvelope(
    ulong Origin, long Sequence, long AcknowledgedThrough, KvCommand Command, string? User = null, long AuthRevision = 0);
