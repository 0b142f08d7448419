using System.Runtime.InteropServices;

namespace Runink.Cluster;

internal enum Signal
{
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}

/// <summary>Sends signals to processes.</summary>
internal static partial class Signals
{
    public static void Send(int process, Signal signal) => _ = Kill(process, (int)signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Kill(int process, int signal);
}
