namespace Runink.Barn;

/// <summary>The storage of this node failed before; nothing can be written any more.</summary>
/// <param name="reason">What failed first.</param>
public sealed class StorageFailedException(Exception reason)
    : IOException($"the storage of this node failed and takes nothing more: {reason.Message}", reason);
