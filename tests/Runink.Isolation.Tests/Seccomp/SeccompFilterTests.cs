using System.Runtime.InteropServices;
using Runink.Isolation.Seccomp;

namespace Runink.Isolation.Tests.Seccomp;

public sealed class SeccompFilterTests
{
    private const uint ArchitectureI386 = 0x40000003;
    private const uint ArchitectureArm = 0x40000028;
    private const uint X32 = 0x40000000;

    // Written out, not taken from the policy: these must be refused whatever somebody adds there.
    private static readonly string[] Dangerous =
    [
        "keyctl", "add_key", "request_key", "bpf", "perf_event_open", "userfaultfd", "io_uring_setup", "io_uring_enter", "io_uring_register",
        "ptrace", "process_vm_readv", "process_vm_writev", "mount", "umount2", "pivot_root", "chroot", "setns", "unshare", "clone3",
        "open_tree", "open_tree_attr", "move_mount", "fsopen", "fsconfig", "fsmount", "fspick", "mount_setattr", "openat2",
        "kexec_load", "kexec_file_load", "init_module", "finit_module", "delete_module", "create_module", "reboot", "swapon", "swapoff",
        "open_by_handle_at", "name_to_handle_at", "quotactl", "quotactl_fd", "acct", "settimeofday", "clock_settime", "adjtimex", "clock_adjtime",
        "iopl", "ioperm", "vhangup", "lookup_dcookie", "fanotify_init", "fanotify_mark", "pidfd_getfd", "kcmp", "process_madvise", "move_pages",
        "migrate_pages", "nfsservctl", "syslog", "modify_ldt", "uselib", "sethostname", "setdomainname", "seccomp", "memfd_secret",
    ];

    public static TheoryData<Architecture> Architectures => FilterUnderTest.Architectures;

    [Theory, MemberData(nameof(Architectures))]
    public void A_call_of_the_list_passes_whatever_its_arguments(Architecture architecture)
    {
        var filter = FilterUnderTest.Of(architecture);
        var names = filter.Policy.Rules.Where(rule => rule.Tests.Count == 0).Select(rule => rule.Name).Where(filter.Has).ToList();
        Assert.InRange(names.Count, 150, 400);
        foreach (var name in names)
        {
            Assert.True(filter.Ask(name) == FilterUnderTest.Allow, name);
            Assert.True(filter.Ask(name, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue) == FilterUnderTest.Allow, name);
        }
    }

    [Theory, MemberData(nameof(Architectures))]
    public void Every_other_call_of_the_kernel_is_refused(Architecture architecture)
    {
        var filter = FilterUnderTest.Of(architecture);
        var listed = filter.Policy.Rules.Select(rule => rule.Name).ToHashSet();
        foreach (var name in filter.Names.Where(name => !listed.Contains(name)))
        {
            var expected = filter.Policy.Missing.Contains(name) ? FilterUnderTest.NoSuchCall : FilterUnderTest.NotPermitted;
            Assert.True(filter.Ask(name) == expected, name);
        }
    }

    [Theory, MemberData(nameof(Architectures))]
    public void No_dangerous_call_passes(Architecture architecture)
    {
        var filter = FilterUnderTest.Of(architecture);
        var asked = Dangerous.Where(filter.Has).ToList();
        Assert.InRange(asked.Count, 55, Dangerous.Length);
        foreach (var name in asked)
        {
            foreach (var argument in new ulong[] { 0, 1, 0x10, 0x7e020000, ulong.MaxValue })
            {
                Assert.True(filter.Ask(name, argument, argument, argument) is FilterUnderTest.NotPermitted or FilterUnderTest.NoSuchCall, name);
            }
        }
    }

    [Theory, MemberData(nameof(Architectures))]
    public void A_number_that_no_table_knows_is_answered_as_by_a_kernel_without_it(Architecture architecture)
    {
        var filter = FilterUnderTest.Of(architecture);
        foreach (var number in new uint[] { 400, filter.LastNumber + 1, filter.LastNumber + 255, 1 << 20, int.MaxValue, uint.MaxValue })
            Assert.Equal(FilterUnderTest.NoSuchCall, filter.Ask(number));
    }

    [Fact]
    public void No_number_of_x32_passes()
    {
        var filter = FilterUnderTest.Of(Architecture.X64);
        for (uint number = 0; number < 600; number++) Assert.Equal(FilterUnderTest.NoSuchCall, filter.Ask(X32 | number));
    }

    [Theory, MemberData(nameof(Architectures))]
    public void A_foreign_architecture_is_killed(Architecture architecture)
    {
        var filter = FilterUnderTest.Of(architecture);
        var other = FilterUnderTest.Of(architecture == Architecture.X64 ? Architecture.Arm64 : Architecture.X64).AuditArchitecture;
        foreach (var foreign in new[] { ArchitectureI386, ArchitectureArm, other, 0u, uint.MaxValue })
        {
            for (uint number = 0; number < 600; number++) Assert.Equal(FilterUnderTest.Kill, filter.Machine.Run(foreign, number));
        }
    }

    [Theory, MemberData(nameof(Architectures))]
    public void A_call_costs_few_instructions(Architecture architecture)
    {
        var filter = FilterUnderTest.Of(architecture);
        foreach (var name in filter.Names.Where(name => name != "prctl"))
        {
            filter.Ask(name, 99, 99, 99);
            Assert.True(filter.Machine.Steps <= 24, $"{name}: {filter.Machine.Steps}");
        }
    }

    [Fact]
    public void The_default_is_the_filter_of_this_machine() =>
        Assert.Equal(SeccompFilter.Compile(SyscallPolicy.Default, RuntimeInformation.ProcessArchitecture), SeccompFilter.Default.ToArray());

    [Fact]
    public void An_architecture_without_a_table_is_refused()
    {
        var error = Assert.Throws<PlatformNotSupportedException>(() => SeccompFilter.Compile(SyscallPolicy.Default, Architecture.X86));
        Assert.Contains("x86-64 and aarch64", error.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Architectures))]
    public void Refused_calls_get_the_error_that_was_chosen(Architecture architecture)
    {
        var filter = new FilterUnderTest(SyscallPolicy.Default with { Refusal = 57 }, architecture);
        Assert.Equal(0x00050000u | 57, filter.Ask("ptrace"));
        Assert.Equal(FilterUnderTest.NoSuchCall, filter.Ask("clone3"));
        Assert.Throws<ArgumentOutOfRangeException>(() => SyscallPolicy.Default with { Refusal = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => SyscallPolicy.Default with { Refusal = 4096 });
    }
}
