using System.Runtime.InteropServices;

namespace Runink.Cli.Tests.EndToEnd;

/// <summary>The signals that the tests send.</summary>
internal enum Signal
{
    Interrupt = 2,
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}

/// <summary>Sends signals; a process that is gone already is no error, as it may always end on its own before.</summary>
internal static class Signals
{
    public static bool Send(int process, Signal signal) => Kill(process, (int)signal) == 0;

    public static bool SendToGroup(int leader, Signal signal) => Kill(-leader, (int)signal) == 0;

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Kill(int process, int signal);
}
