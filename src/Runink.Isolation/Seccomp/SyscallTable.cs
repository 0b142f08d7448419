using System.Collections.Frozen;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Runink.Isolation.Seccomp;

/// <summary>The numbers that an architecture gives to system calls, from the files in <c>Tables/</c>. Immutable, thread-safe.</summary>
internal sealed class SyscallTable
{
    private static readonly Lazy<SyscallTable> X64 = new(() => new SyscallTable(0xC000003E, "seccomp/x86-64.txt"));
    private static readonly Lazy<SyscallTable> Arm64 = new(() => new SyscallTable(0xC00000B7, "seccomp/aarch64.txt"));

    private SyscallTable(uint auditArchitecture, string resource)
    {
        AuditArchitecture = auditArchitecture;
        Names = Embedded.Text(resource).Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' '))
            .ToFrozenDictionary(parts => uint.Parse(parts[0], CultureInfo.InvariantCulture), parts => parts[1]);
        Numbers = Names.ToFrozenDictionary(entry => entry.Value, entry => entry.Key, StringComparer.Ordinal);
    }

    /// <summary>How the kernel names the architecture to a filter (AUDIT_ARCH_…).</summary>
    public uint AuditArchitecture { get; }

    public FrozenDictionary<uint, string> Names { get; }

    public FrozenDictionary<string, uint> Numbers { get; }

    /// <exception cref="PlatformNotSupportedException">There is no table of that architecture.</exception>
    public static SyscallTable Of(Architecture architecture) => architecture switch
    {
        Architecture.X64 => X64.Value,
        Architecture.Arm64 => Arm64.Value,
        _ => throw new PlatformNotSupportedException($"there is no seccomp filter for {architecture}: slices run on x86-64 and aarch64"),
    };

    public static bool IsKnownAnywhere(string name) => X64.Value.Numbers.ContainsKey(name) || Arm64.Value.Numbers.ContainsKey(name);
}
