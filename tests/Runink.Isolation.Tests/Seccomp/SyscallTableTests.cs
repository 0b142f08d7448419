using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Runink.Isolation.Seccomp;

namespace Runink.Isolation.Tests.Seccomp;

/// <summary>The tables against the kernel's own headers, where these are installed (Debian: linux-libc-dev).</summary>
public sealed partial class SyscallTableTests
{
    private const string HeaderOfX64 = "/usr/include/x86_64-linux-gnu/asm/unistd_64.h";
    private const string GenericHeader = "/usr/include/asm-generic/unistd.h";

    [Fact]
    public void The_numbers_of_x86_64_are_those_of_the_kernels_header()
    {
        Needs.File(HeaderOfX64, "linux-libc-dev");
        var table = SyscallTable.Of(Architecture.X64);
        foreach (var (name, number) in DefinedIn(HeaderOfX64)) Assert.Equal((name, number), (name, table.Numbers.GetValueOrDefault(name, uint.MaxValue)));
    }

    [Fact]
    public void The_numbers_of_aarch64_are_those_of_the_generic_header()
    {
        Needs.File(GenericHeader, "linux-libc-dev");
        var header = DefinedIn(GenericHeader).ToLookup(entry => entry.Number, entry => entry.Name);
        var table = SyscallTable.Of(Architecture.Arm64);
        const uint lastOfHeader = 450;
        foreach (var (number, name) in table.Names.Where(entry => entry.Key <= lastOfHeader))
            Assert.True(header[number].Contains(name == "newfstatat" ? "fstatat" : name), $"{number} {name}");
        // What only 32-bit systems have (403 to 423), or others than this one, is not in the table.
        var left = header.Where(entry => !table.Names.ContainsKey(entry.Key) && entry.Key is <= lastOfHeader and not (>= 403 and <= 423) and not 244);
        Assert.Empty(left.SelectMany(entry => entry));
    }

    [Fact]
    public void Young_calls_have_one_number_everywhere()
    {
        var (x64, arm64) = (SyscallTable.Of(Architecture.X64), SyscallTable.Of(Architecture.Arm64));
        foreach (var (number, name) in arm64.Names.Where(entry => entry.Key >= 424)) Assert.Equal(name, x64.Names[number]);
    }

    private static IEnumerable<(string Name, uint Number)> DefinedIn(string header) =>
        from Match match in Definition().Matches(File.ReadAllText(header))
        where match.Groups["name"].Value != "syscalls"
        select (match.Groups["name"].Value, uint.Parse(match.Groups["number"].Value));

    [GeneratedRegex(@"^#define __NR(3264)?_(?<name>[a-z0-9_]+) (?<number>[0-9]+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Definition();
}
