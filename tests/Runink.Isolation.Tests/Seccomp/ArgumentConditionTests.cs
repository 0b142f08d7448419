using System.Runtime.InteropServices;

namespace Runink.Isolation.Tests.Seccomp;

/// <summary>Conditions at their edges. A dirty upper half of an argument, which the kernel does not read, changes nothing.</summary>
public sealed class ArgumentConditionTests
{
    private const ulong DirtyHalf = 0xDEADBEEF_00000000;

    public static TheoryData<Architecture> Architectures => FilterUnderTest.Architectures;

    [Theory, MemberData(nameof(Architectures))]
    public void A_process_or_thread_may_be_cloned_but_not_into_new_namespaces(Architecture architecture)
    {
        const ulong threadFlags = 0x3D0F00;
        var filter = FilterUnderTest.Of(architecture);
        Expect(filter, true, "clone", threadFlags);
        Expect(filter, true, "clone", 0x01200011); // what fork has become
        foreach (var newNamespace in new ulong[] { 0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000 })
        {
            Expect(filter, false, "clone", newNamespace);
            Expect(filter, false, "clone", newNamespace | threadFlags | 17);
        }
    }

    [Theory]
    [InlineData(1, 1, 0, true)]            // unix stream
    [InlineData(1, 2 | 0x80800, 0, true)]  // unix datagram, close-on-exec and non-blocking
    [InlineData(1, 5, 0, true)]            // unix seqpacket
    [InlineData(1, 3, 0, false)]           // unix raw
    [InlineData(2, 1, 0, true)]            // TCP
    [InlineData(2, 1 | 0x80800, 6, true)]
    [InlineData(10, 1, 6, true)]
    [InlineData(2, 2, 0, true)]            // UDP
    [InlineData(10, 2 | 0x80000, 17, true)]
    [InlineData(2, 3, 1, false)]           // raw ICMP
    [InlineData(2, 3, 255, false)]
    [InlineData(10, 3, 58, false)]
    [InlineData(2, 3 | 0x80000, 6, false)]
    [InlineData(2, 2, 1, false)]           // ICMP without raw
    [InlineData(2, 1, 132, false)]         // SCTP would load a module
    [InlineData(2, 1, 262, false)]         // MPTCP
    [InlineData(2, 5, 0, false)]
    [InlineData(2, 10, 0, false)]          // SOCK_PACKET
    [InlineData(16, 3, 0, false)]          // netlink
    [InlineData(17, 3, 768, false)]        // packets of the link
    [InlineData(38, 5, 0, false)]          // the kernel's cryptography
    [InlineData(40, 1, 0, false)]          // the host of a virtual machine
    [InlineData(44, 3, 0, false)]          // XDP
    [InlineData(0, 1, 0, false)]
    public void Sockets_are_of_few_kinds(int family, int type, int protocol, bool passes)
    {
        foreach (var architecture in (Architecture[])[Architecture.X64, Architecture.Arm64])
            Expect(FilterUnderTest.Of(architecture), passes, "socket", (ulong)family, (ulong)type, (ulong)protocol);
    }

    [Theory, MemberData(nameof(Architectures))]
    public void Pairs_of_sockets_are_of_the_unix_family(Architecture architecture)
    {
        var filter = FilterUnderTest.Of(architecture);
        Expect(filter, true, "socketpair", 1, 1);
        Expect(filter, false, "socketpair", 30, 5); // TIPC
        Expect(filter, false, "socketpair", 2, 1);
    }

    [Theory]
    [InlineData(0x5401, true)]   // TCGETS
    [InlineData(0x541B, true)]   // FIONREAD
    [InlineData(0x5411, true)]
    [InlineData(0x5413, true)]   // TIOCGWINSZ
    [InlineData(0x5412, false)]  // TIOCSTI: typing into the terminal
    [InlineData(0x541C, false)]  // TIOCLINUX: pasting into it
    [InlineData(0x5423, false)]  // TIOCSETD: loading line disciplines
    public void Terminals_cannot_be_typed_into(int request, bool passes)
    {
        foreach (var architecture in (Architecture[])[Architecture.X64, Architecture.Arm64])
            Expect(FilterUnderTest.Of(architecture), passes, "ioctl", 0, (ulong)request);
    }

    [Theory]
    [InlineData(15, true)]          // a thread's name
    [InlineData(38, true)]          // no new privileges
    [InlineData(0x53564d41, true)]
    [InlineData(22, false)]         // a filter of its own
    [InlineData(28, false)]         // secure bits
    [InlineData(31, false)]         // performance counters
    [InlineData(35, false)]         // the process's memory map
    [InlineData(0x59616d61, false)] // who may trace it
    [InlineData(0, false)]
    [InlineData(57, false)]
    public void Only_known_settings_of_a_process_can_be_changed(int option, bool passes)
    {
        foreach (var architecture in (Architecture[])[Architecture.X64, Architecture.Arm64])
            Expect(FilterUnderTest.Of(architecture), passes, "prctl", (ulong)option, 1);
    }

    [Theory, MemberData(nameof(Architectures))]
    public void The_personality_stays_linux(Architecture architecture)
    {
        var filter = FilterUnderTest.Of(architecture);
        Expect(filter, true, "personality", 0);
        foreach (var other in new ulong[] { 1, 8, 0x20000, 0x0040000, uint.MaxValue }) Expect(filter, false, "personality", other);
    }

    [Theory]
    [InlineData(0x81A4, true)]   // a plain file
    [InlineData(0x11A4, true)]   // a named pipe
    [InlineData(0xC1A4, true)]   // a socket
    [InlineData(0x01A4, true)]   // no kind: a plain file
    [InlineData(0x21A4, false)]  // a character device
    [InlineData(0x61A4, false)]  // a block device
    [InlineData(0x41A4, false)]
    [InlineData(0xA1A4, false)]
    public void No_device_can_be_made(int mode, bool passes)
    {
        Expect(FilterUnderTest.Of(Architecture.X64), passes, "mknod", 0x7000, (ulong)mode, 0x103);
        Expect(FilterUnderTest.Of(Architecture.X64), passes, "mknodat", 3, 0x7000, (ulong)mode, 0x103);
        Expect(FilterUnderTest.Of(Architecture.Arm64), passes, "mknodat", 3, 0x7000, (ulong)mode, 0x103);
    }

    [Theory]
    [InlineData(0x1A4, true)]    // rw-r--r--
    [InlineData(0x3FF, true)]    // rwxrwxrwt
    [InlineData(0x9ED, false)]   // rwsr-xr-x
    [InlineData(0x5ED, false)]   // rwxr-sr-x
    [InlineData(0xDED, false)]
    public void No_file_gets_a_bit_that_lends_its_owners_rights(int mode, bool passes)
    {
        var (asked, make) = ((ulong)mode, 0x241ul); // O_CREAT, O_WRONLY, O_TRUNC
        foreach (var (name, arguments) in new (string, ulong[])[]
        {
            ("fchmodat", [3, 0x7000, asked]), ("fchmodat2", [3, 0x7000, asked, 0]), ("fchmod", [3, asked]),
            ("mknodat", [3, 0x7000, 0x8000 | asked, 0]), ("mknodat", [3, 0x7000, asked, 0]), ("mknodat", [3, 0x7000, 0x1000 | asked, 0]),
            ("openat", [3, 0x7000, make, asked]), ("openat", [3, 0x7000, 0x410001, asked]), // O_TMPFILE
        })
        {
            Expect(FilterUnderTest.Of(Architecture.X64), passes, name, arguments);
            Expect(FilterUnderTest.Of(Architecture.Arm64), passes, name, arguments);
        }

        Expect(FilterUnderTest.Of(Architecture.X64), passes, "chmod", 0x7000, asked);
        Expect(FilterUnderTest.Of(Architecture.X64), passes, "creat", 0x7000, asked);
        Expect(FilterUnderTest.Of(Architecture.X64), passes, "mknod", 0x7000, asked, 0);
        Expect(FilterUnderTest.Of(Architecture.X64), passes, "open", 0x7000, make, asked);
    }

    [Fact]
    public void The_mode_of_an_opening_that_makes_no_file_does_not_matter()
    {
        Expect(FilterUnderTest.Of(Architecture.X64), true, "open", 0x7000, 2, 0xFFF);
        Expect(FilterUnderTest.Of(Architecture.X64), true, "openat", 3, 0x7000, 0x90000, 0xFFF);
    }

    private static void Expect(FilterUnderTest filter, bool passes, string name, params ulong[] arguments)
    {
        var expected = passes ? FilterUnderTest.Allow : FilterUnderTest.NotPermitted;
        var asked = $"{name}({string.Join(", ", arguments.Select(argument => $"0x{argument:x}"))})";
        Assert.True(filter.Ask(name, arguments) == expected, asked);
        Assert.True(filter.Ask(name, [.. arguments.Select(argument => argument | DirtyHalf)]) == expected, $"{asked} with dirty upper halves");
        for (var i = 0; i < arguments.Length; i++)
        {
            ulong[] dirty = [.. arguments];
            dirty[i] |= 1UL << 32;
            Assert.True(filter.Ask(name, dirty) == expected, $"{asked} with bit 32 of argument {i}");
        }
    }
}
