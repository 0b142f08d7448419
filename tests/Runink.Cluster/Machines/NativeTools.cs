namespace Runink.Cluster;

/// <summary>The laboratory's programs in C, compiled where they are used.</summary>
/// <param name="folder">Where they are put.</param>
internal sealed class NativeTools(string folder)
{
    private const string Tunnel = "/dev/net/tun";

    /// <summary>A library that is put before the system's in a member's process: faults of its disk and clock.</summary>
    public string Faults { get; } = Compile(folder, "faults.c", "faults.so", "-shared", "-fPIC");

    /// <summary>The program behind a slow line.</summary>
    public string SlowLink { get; } = Compile(folder, "slow_link.c", "slow_link");

    /// <summary>The program that watches for times in which a processor does not run.</summary>
    public string Standstill { get; } = Compile(folder, "standstill.c", "standstill", "-pthread");

    /// <summary>Why they cannot be had here; null if they can.</summary>
    public static string? WhyNot()
    {
        if (!Shell.Has("gcc")) return "there is no gcc: apt-get install gcc libc6-dev";
        return File.Exists(Tunnel) ? null : $"there is no {Tunnel}";
    }

    private static string Compile(string folder, string source, string name, params string[] flags)
    {
        var made = Path.Combine(folder, name);
        Shell.Run("gcc", ["-O2", "-Wall", .. flags, "-o", made, Path.Combine(AppContext.BaseDirectory, "Machines", "Native", source), "-ldl"]);
        return made;
    }
}
