using System.Runtime.InteropServices;
using Runink.Isolation.Seccomp;

namespace Runink.Isolation.Tests.Seccomp;

public sealed class SyscallPolicyTests
{
    [Fact]
    public void An_empty_policy_refuses_everything_it_knows()
    {
        var filter = new FilterUnderTest(SyscallPolicy.Parse(""), Architecture.X64);
        foreach (var name in filter.Names) Assert.Equal(FilterUnderTest.NotPermitted, filter.Ask(name));
    }

    [Fact]
    public void Lines_of_one_name_are_alternatives_and_tests_of_one_line_hold_together()
    {
        var filter = new FilterUnderTest(
            SyscallPolicy.Parse("[allow] test\nread when arg0 is 1|2 and arg2 & 0xf0 is not 0x10 # why\nread when arg5 is 7\n"), Architecture.X64);
        Assert.Equal(FilterUnderTest.Allow, filter.Ask("read", 1, 0, 0x20));
        Assert.Equal(FilterUnderTest.Allow, filter.Ask("read", 2, 0, 0));
        Assert.Equal(FilterUnderTest.NotPermitted, filter.Ask("read", 3, 0, 0x20));
        Assert.Equal(FilterUnderTest.NotPermitted, filter.Ask("read", 1, 0, 0x1F));
        Assert.Equal(FilterUnderTest.Allow, filter.Ask("read", 3, 0, 0x10, 0, 0, 7));
    }

    [Fact]
    public void Names_of_another_architecture_are_passed_over()
    {
        var filter = new FilterUnderTest(SyscallPolicy.Parse("[allow] test\nopen\nopenat\n"), Architecture.Arm64);
        Assert.False(filter.Has("open"));
        Assert.Equal(FilterUnderTest.Allow, filter.Ask("openat"));
    }

    [Theory]
    [InlineData("read", "line 1: read stands before the first group")]
    [InlineData("[alow] x\nread", "line 1: there is no group [alow]; groups are [allow] and [missing]")]
    [InlineData("[allow]\nread", "line 1: a group needs a reason")]
    [InlineData("[allow] x\n\nraed", "line 3: no architecture has a system call raed")]
    [InlineData("[allow] x\nread\nread", "line 3: read is named twice")]
    [InlineData("[allow] x\nread\nread when arg0 is 1", "line 3: read is named twice")]
    [InlineData("[allow] x\nread when arg0 is 1\nread", "line 3: read is named twice")]
    [InlineData("[allow] x\nread\n[missing] y\nread", "line 4: read is named twice")]
    [InlineData("[missing] y\nread\n[allow] x\nread", "line 4: read is named twice")]
    [InlineData("[missing] x\nread when arg0 is 1", "line 2: a missing call has no conditions")]
    [InlineData("[allow] x\nread arg0 is 1", "a rule is: name")]
    [InlineData("[allow] x\nread when", "a rule is: name")]
    [InlineData("[allow] x\nread when arg6 is 1", "arg6 is no argument: arg0 to arg5")]
    [InlineData("[allow] x\nread when argx is 1", "argx is no argument")]
    [InlineData("[allow] x\nread when arg0 1", "a rule is: name")]
    [InlineData("[allow] x\nread when arg0 is", "a rule is: name")]
    [InlineData("[allow] x\nread when arg0 is one", "one is no number of 32 bits")]
    [InlineData("[allow] x\nread when arg0 is 0x100000000", "0x100000000 is no number of 32 bits")]
    [InlineData("[allow] x\nread when arg0 is -1", "-1 is no number of 32 bits")]
    [InlineData("[allow] x\nread when arg0 is 1||2", "is no number of 32 bits")]
    [InlineData("[allow] x\nread when arg0 & 0xf is 16", "a value has bits outside the mask")]
    [InlineData("[allow] x\nread when arg0 is 1 and", "a rule is: name")]
    [InlineData("[allow] x\nread when arg0 is 1 or arg1 is 2", "a rule is: name")]
    public void A_line_that_makes_no_sense_is_named(string policy, string message)
    {
        var error = Assert.Throws<FormatException>(() => SyscallPolicy.Parse(policy));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_with_too_many_tests_is_refused_with_a_reason()
    {
        var values = string.Join('|', Enumerable.Range(0, 30));
        var test = string.Join(" and ", Enumerable.Range(0, 10).Select(i => $"arg{i % 6} is not {values}"));
        var policy = SyscallPolicy.Parse($"[allow] x\nread when {test}");
        var error = Assert.Throws<FormatException>(() => SeccompFilter.Compile(policy, Architecture.X64));
        Assert.Contains("too many values", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_that_the_kernel_would_not_take_is_refused_with_a_reason()
    {
        var names = SyscallTable.Of(Architecture.X64).Numbers.Keys.Order(StringComparer.Ordinal);
        var rules = names.Select((name, i) => $"{name} when arg0 is {string.Join('|', Enumerable.Range(i, 30))}");
        var policy = SyscallPolicy.Parse($"[allow] x\n{string.Join('\n', rules)}");
        var error = Assert.Throws<FormatException>(() => SeccompFilter.Compile(policy, Architecture.X64));
        Assert.Contains("the kernel takes 4096", error.Message, StringComparison.Ordinal);
    }
}
