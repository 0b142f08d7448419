using Runink.Isolation.Seccomp;
using Runink.Isolation.Tests.Seccomp;

namespace Runink.Isolation.Tests.Escapes;

/// <summary>Ways out by the kernel's own means. Each succeeds outside, which is its control, and fails inside.</summary>
public sealed class KernelEscapeTests(EscapeProgram escape) : IClassFixture<EscapeProgram>
{
    private const int NotPermitted = 1;
    private const int NoSuchCall = 38;

    [Theory]
    [InlineData("ptrace", NotPermitted)]
    [InlineData("process_vm_readv", NotPermitted)]
    [InlineData("io_uring", NoSuchCall)]
    [InlineData("keyctl", NotPermitted)]
    [InlineData("bpf", NotPermitted)]
    [InlineData("perf_event_open", NotPermitted)]
    [InlineData("userfaultfd", NotPermitted)]
    [InlineData("unshare", NotPermitted)]
    [InlineData("clone", NotPermitted)]
    [InlineData("setns", NotPermitted)]
    [InlineData("mount", NotPermitted)]
    [InlineData("raw-socket", NotPermitted)]
    [InlineData("packet-socket", NotPermitted)]
    [InlineData("netlink-socket", NotPermitted)]
    public void A_slice_cannot(string attempt, int error)
    {
        FilteredSandbox.Needed();
        Needs.Met(Environment.IsPrivilegedProcess, "the control needs root");
        var outside = FilteredSandbox.Run(escape.Path, attempt).Exit;
        Assert.SkipWhen(outside == NoSuchCall, $"this kernel has no {attempt}");
        Assert.Equal((attempt, 0), (attempt, outside));
        Assert.Equal((attempt, error), (attempt, FilteredSandbox.Filtered(SeccompFilter.Default, escape.Path, attempt).Exit));
    }
}
