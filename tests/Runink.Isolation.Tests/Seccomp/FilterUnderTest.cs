using System.Runtime.InteropServices;
using Runink.Isolation.Seccomp;

namespace Runink.Isolation.Tests.Seccomp;

/// <summary>A policy compiled for one architecture, asked by the names of calls.</summary>
internal sealed class FilterUnderTest(SyscallPolicy policy, Architecture architecture)
{
    public const uint Allow = 0x7FFF0000;
    public const uint Kill = 0x80000000;
    public const uint NotPermitted = 0x00050001;
    public const uint NoSuchCall = 0x00050026;

    private readonly SyscallTable _table = SyscallTable.Of(architecture);

    public static TheoryData<Architecture> Architectures => [Architecture.X64, Architecture.Arm64];

    public SyscallPolicy Policy => policy;

    public BpfMachine Machine { get; } = new(SeccompFilter.Compile(policy, architecture));

    public uint AuditArchitecture => _table.AuditArchitecture;

    public IEnumerable<string> Names => _table.Numbers.Keys;

    public uint LastNumber => _table.Names.Keys.Max();

    public static FilterUnderTest Of(Architecture architecture) => new(SyscallPolicy.Default, architecture);

    public bool Has(string name) => _table.Numbers.ContainsKey(name);

    public string? NameOf(uint number) => _table.Names.GetValueOrDefault(number);

    public uint Ask(string name, params ReadOnlySpan<ulong> arguments) => Ask(_table.Numbers[name], arguments);

    public uint Ask(uint number, params ReadOnlySpan<ulong> arguments) => Machine.Run(AuditArchitecture, number, arguments);
}
