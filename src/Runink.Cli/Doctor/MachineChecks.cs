using System.Globalization;
using System.Runtime.InteropServices;
using Runink.Cli.Output;

namespace Runink.Cli.Doctor;

/// <summary>What the kernel offers for running slices.</summary>
internal static class MachineChecks
{
    private const string Category = "machine";
    private const long MemoryBytesMin = 1L << 30;

    // The first with everything that isolating slices will need: cgroup v2 kill, clone into a cgroup.
    private static readonly Version KernelMin = new(5, 14);

    /// <summary>Kernel and architecture.</summary>
    public static Finding Kernel()
    {
        if (!OperatingSystem.IsLinux())
        {
            return new Finding(Category, "kernel", FindingStatus.Fail, RuntimeInformation.OSDescription,
                "runs need Linux; check, explain, steps and synth work here");
        }

        var (system, architecture) = (RuntimeInformation.OSDescription, RuntimeInformation.OSArchitecture);
        var seen = $"Linux {Environment.OSVersion.Version}, {system}, {architecture}";
        return Environment.OSVersion.Version >= KernelMin
            ? new Finding(Category, "kernel", FindingStatus.Pass, seen)
            : new Finding(Category, "kernel", FindingStatus.Warn, seen, $"use Linux {KernelMin} or newer to isolate slices");
    }

    /// <summary>Memory and cores that this process may use.</summary>
    public static Finding Resources()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var seen = $"{Environment.ProcessorCount} cores, {Human.Bytes(memory)} of memory";
        return memory >= MemoryBytesMin
            ? new Finding(Category, "resources", FindingStatus.Pass, seen)
            : new Finding(Category, "resources", FindingStatus.Warn, seen, "give at least 1 GiB, or set @memory on scenarios");
    }

    /// <summary>Control groups, by which slices will be limited.</summary>
    public static Finding Cgroups()
    {
        const string Controllers = "/sys/fs/cgroup/cgroup.controllers";
        if (File.Exists(Controllers))
        {
            return new Finding(Category, "cgroups", FindingStatus.Pass, $"v2: {File.ReadAllText(Controllers).Trim()}");
        }

        string[] v1 = Directory.Exists("/sys/fs/cgroup") ? Directory.GetDirectories("/sys/fs/cgroup") : [];
        var seen = string.Join(' ', v1.Select(Path.GetFileName).Order());
        return seen.Contains("memory", StringComparison.Ordinal)
            ? new Finding(Category, "cgroups", FindingStatus.Pass, $"v1: {seen}")
            : new Finding(Category, "cgroups", FindingStatus.Warn, "none mounted",
                "mount cgroup2 on /sys/fs/cgroup to limit what slices use");
    }

    /// <summary>User namespaces, by which slices will be isolated.</summary>
    public static Finding UserNamespaces()
    {
        var most = ReadNumber("/proc/sys/user/max_user_namespaces");
        var unprivileged = ReadNumber("/proc/sys/kernel/unprivileged_userns_clone");
        if (most > 0 && unprivileged != 0)
            return new Finding(Category, "user namespaces", FindingStatus.Pass, $"allowed, at most {most}");
        return new Finding(Category, "user namespaces", FindingStatus.Warn, "not allowed",
            "sysctl user.max_user_namespaces=15000 kernel.unprivileged_userns_clone=1 lets slices be isolated");
    }

    private static long? ReadNumber(string file) =>
        File.Exists(file) && long.TryParse(File.ReadAllText(file).Trim(), CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
}
