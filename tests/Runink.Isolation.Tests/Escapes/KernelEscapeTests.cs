using Runink.Isolation.Seccomp;
using Runink.Isolation.Tests.Seccomp;

namespace Runink.Isolation.Tests.Escapes;

/// <summary>
/// Ways out by the kernel's own means. Each succeeds outside, and the first ones also in a sandbox without a filter: those are
/// prevented by the filter alone. The others a sandbox prevents on most machines already; the filter answers before it.
/// </summary>
public sealed class KernelEscapeTests(EscapeProgram escape) : IClassFixture<EscapeProgram>
{
    private const int NotPermitted = 1;
    private const int NoSuchCall = 38;

    [Theory]
    [InlineData("ptrace", NotPermitted, true)]
    [InlineData("process_vm_readv", NotPermitted, true)]
    [InlineData("io_uring", NoSuchCall, true)]
    [InlineData("keyctl", NotPermitted, true)]
    [InlineData("netlink-socket", NotPermitted, true)]
    [InlineData("bpf", NotPermitted, false)]
    [InlineData("perf_event_open", NotPermitted, false)]
    [InlineData("userfaultfd", NotPermitted, true)]
    [InlineData("unshare", NotPermitted, false)]
    [InlineData("clone", NotPermitted, false)]
    [InlineData("setns", NotPermitted, false)]
    [InlineData("mount", NotPermitted, false)]
    [InlineData("raw-socket", NotPermitted, false)]
    [InlineData("packet-socket", NotPermitted, false)]
    public async Task A_slice_cannot(string attempt, int error, bool onlyTheFilterPrevents)
    {
        Needs.Program("gcc", "gcc libc6-dev");
        await using var agent = TestAgent.Open();
        var outside = FilteredSandbox.Run(escape.Path, attempt).Exit;
        Assert.SkipWhen(outside == NoSuchCall, $"this kernel has no {attempt}");
        Assert.Equal((attempt, 0), (attempt, outside));

        if (onlyTheFilterPrevents) Assert.Equal((attempt, 0), (attempt, (await agent.RunAsync(escape.Spec(attempt))).Exit.Code));

        var inside = await agent.RunAsync(escape.Spec(attempt) with { SeccompFilter = SeccompFilter.Default });
        Assert.Equal((attempt, error, true), (attempt, inside.Exit.Code, inside.Exit.Ran));
    }
}
