namespace Runink.Isolation.Seccomp;

/// <summary>What a filter answers to the kernel (SECCOMP_RET_…).</summary>
internal static class Verdict
{
    public const uint KillProcess = 0x80000000;
    public const uint Allow = 0x7FFF0000;
    public static readonly uint Missing = Error(38);

    /// <summary>The call is not made and fails with that number.</summary>
    public static uint Error(ushort number) => 0x00050000u | number;
}
