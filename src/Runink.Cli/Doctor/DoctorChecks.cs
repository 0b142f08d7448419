namespace Runink.Cli.Doctor;

/// <summary>Every check, in the order in which a person would look.</summary>
internal static class DoctorChecks
{
    /// <summary>Runs the checks one after another, lazily, for someone who works in <paramref name="directory"/>.</summary>
    public static IEnumerable<Finding> All(string directory)
    {
        yield return MachineChecks.Kernel();
        yield return MachineChecks.Resources();
        yield return MachineChecks.Cgroups();
        yield return MachineChecks.UserNamespaces();
        yield return SandboxChecks.Start();
        yield return StorageChecks.SyncLatency(directory);
        yield return StorageChecks.FreeSpace(directory);
        yield return EngineChecks.Library();
        foreach (var finding in ProjectChecks.All(directory)) yield return finding;
    }
}
