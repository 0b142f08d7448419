using System.Collections.Frozen;

namespace Runink.Isolation.Seccomp;

/// <summary>
/// Which system calls a sandboxed process may make, as data. What is not named is answered with <see cref="Refusal"/>; what is
/// named as missing, and every number that no table knows, is answered ENOSYS, so that libraries fall back. Immutable, thread-safe.
/// </summary>
public sealed record SyscallPolicy
{
    private const string Resource = "seccomp/policy.txt";
    private const ushort NotPermitted = 1;
    private const ushort ErrorMax = 4095;
    private static readonly Lazy<SyscallPolicy> Loaded = new(() => Parse(Embedded.Text(Resource)));

    internal SyscallPolicy(IReadOnlyList<SyscallRule> rules, FrozenSet<string> missing)
    {
        Rules = rules;
        Missing = missing;
    }

    /// <summary>The policy of every slice, from <c>policy.txt</c>; what it says and why is in docs/internals/seccomp.md.</summary>
    public static SyscallPolicy Default => Loaded.Value;

    /// <summary>The error number that refused calls get, 1 (EPERM) unless set; from 1 to 4095.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Another number.</exception>
    public ushort Refusal
    {
        get;
        init => field = value is > 0 and <= ErrorMax ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "from 1 to 4095");
    } = NotPermitted;

    /// <summary>Conditions under which a call is allowed; several of one name are alternatives.</summary>
    internal IReadOnlyList<SyscallRule> Rules { get; }

    /// <summary>The calls that are answered as by a kernel that does not have them.</summary>
    internal FrozenSet<string> Missing { get; }

    /// <summary>Reads a policy; the form is described in the first lines of <c>policy.txt</c>.</summary>
    /// <exception cref="FormatException">A line makes no sense; the message names it and says what may stand there.</exception>
    public static SyscallPolicy Parse(string text) => SyscallPolicyReader.Read(text);
}
