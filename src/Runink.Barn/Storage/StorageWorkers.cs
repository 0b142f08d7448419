namespace Runink.Barn;

/// <summary>Who does the work of a node's storage.</summary>
/// <param name="Log">Writes and syncs the log; nothing else may delay it.</param>
/// <param name="Snapshots">Writes snapshots of this node's groups, which may take long.</param>
/// <param name="Transfers">Reads, stages and deletes snapshots, in pieces.</param>
public sealed record StorageWorkers(IDiskWorker Log, IDiskWorker Snapshots, IDiskWorker Transfers);
