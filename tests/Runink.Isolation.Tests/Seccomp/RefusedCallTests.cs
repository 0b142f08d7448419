using Runink.Isolation.Seccomp;

namespace Runink.Isolation.Tests.Seccomp;

/// <summary>The kernel's own answers, under the filter and without it.</summary>
public sealed class RefusedCallTests(RefusedCallTests.Calls calls) : IClassFixture<RefusedCallTests.Calls>
{
    private const int NotPermitted = 1;
    private const int NoSuchCall = 38;
    private const int KilledByFilter = 31; // SIGSYS
    private const ushort Mark = 57; // EBADSLT: no call made here ever gets it from the kernel

    [Fact]
    public void Every_call_is_refused_in_a_slice()
    {
        FilteredSandbox.Needed();
        var answers = Answers(FilteredSandbox.Filtered(SeccompFilter.Default, calls.Path));
        Assert.InRange(answers.Count, 70, 120);
        foreach (var (label, answer) in answers) Assert.Equal((label, Expected(label, NotPermitted)), (label, answer));
    }

    [Fact]
    public void It_is_the_filter_that_refuses_them()
    {
        FilteredSandbox.Needed();
        var marked = SeccompFilter.Compile(SyscallPolicy.Default with { Refusal = Mark }, System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture);
        foreach (var (label, answer) in Answers(FilteredSandbox.Filtered(marked, calls.Path)))
            Assert.Equal((label, Expected(label, Mark)), (label, answer));
    }

    [Fact]
    public void Without_a_sandbox_they_reach_the_kernel()
    {
        FilteredSandbox.Needed();
        Needs.Met(Environment.IsPrivilegedProcess, "only root gets as far as the kernel's own checks of these calls");
        var outside = Answers(FilteredSandbox.Run(calls.Path));
        var refused = outside.Where(entry => entry.Value == $"{NotPermitted}" || entry.Value == $"{NoSuchCall}").Select(entry => entry.Key).ToList();
        // A kernel may be built without some of them; most it has.
        Assert.True(refused.Count < 15, $"refused outside: {string.Join(' ', refused)}");
        foreach (var label in new[] { "mount", "ptrace", "unshare", "setns", "socket:raw", "bpf", "ioctl:type", "clone:user-namespace" })
            Assert.DoesNotContain(label, refused);
    }

    private static string Expected(string label, int refusal)
    {
        var name = label.Split(':')[0];
        if (name == "32-bit") return $"signal {KilledByFilter}";
        return name == "x32" || SyscallPolicy.Default.Missing.Contains(name) ? $"{NoSuchCall}" : $"{refusal}";
    }

    private static Dictionary<string, string> Answers((int Exit, string Output, string Error) run)
    {
        Assert.True(run.Exit == 0, run.Error);
        return run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 2)).ToDictionary(parts => parts[0], parts => parts[1]);
    }

    public sealed class Calls() : NativeProgram("Seccomp/Native/calls.c");
}
