using Runink.Isolation.Sandbox;

namespace Runink.Isolation.Tests.Sandbox;

public sealed class SandboxSpecCheckTests
{
    private static readonly SandboxSpec Good = new() { Name = new("finance", "r1", "s1"), Program = "/usr/bin/true" };
    private static readonly SandboxHostOptions Options = new() { StateDirectory = "/none" };

    public static TheoryData<string, SandboxSpec> Bad => new()
    {
        { "cannot name a control group", Good with { Name = new("..", "r", "s") } },
        { "cannot name a control group", Good with { Name = new("f", "a/b", "s") } },
        { "cannot name a control group", Good with { Name = new("tasks", "r", "s") } },
        { "cannot name a control group", Good with { Name = new("f", "r", "memory.max") } },
        { "not an absolute path", Good with { Program = "true" } },
        { "must not contain '..'", Good with { Readable = [new("/usr/../etc/shadow", "/x")] } },
        { "must not contain '..'", Good with { Readable = [new("/usr", "/../x")] } },
        { "does not exist", Good with { Readable = [new("/no/such/file")] } },
        { "is not a directory", Good with { Writable = [new("/proc/version")] } },
        { "not a host name", Good with { Hostname = "a b" } },
        { "cannot name a secret", Good with { Secrets = Secret("../key", 1) } },
        { "larger than 1 MiB", Good with { Secrets = Secret("key", (1 << 20) + 1) } },
        { "zero byte", Good with { Arguments = ["a\0--bind\0/\0/"] } },
        { "cannot be in an environment", Good with { Environment = Variable("A=B", "x") } },
        { "cannot be in an environment", Good with { Environment = Variable("A", "x\0--bind") } },
        { "cut off", Good with { SeccompFilter = new byte[7] } },
        { "at least 1 MiB", Good with { Limits = new() { MemoryBytes = 5 } } },
        { "at least 4", Good with { Limits = new() { Processes = 1 } } },
        { "belong to the system", Good with { Uids = new(0, 10) } },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_description_that_cannot_be_meant_is_refused_in_words(string words, SandboxSpec spec)
    {
        var failure = Assert.Throws<IsolationException>(() => SandboxSpecCheck.Check(spec, Options));
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_good_description_passes() => SandboxSpecCheck.Check(
        Good with { Readable = [new("/usr/bin")], Secrets = Secret("db.password", 1 << 20), Environment = Variable("A", "") }, Options);

    [Fact]
    public void What_only_isolation_can_keep_is_refused_without_it()
    {
        var plain = Options with { Driver = IsolationDriver.None };
        Assert.Throws<IsolationException>(() => SandboxSpecCheck.Check(Good with { Secrets = Secret("key", 1) }, plain));
        Assert.Throws<IsolationException>(() => SandboxSpecCheck.Check(Good with { Readable = [new("/usr", "/other")] }, plain));
        SandboxSpecCheck.Check(Good with { Readable = [new("/usr")] }, plain);
    }

    private static Dictionary<string, ReadOnlyMemory<byte>> Secret(string name, int length) => new() { [name] = new byte[length] };

    private static Dictionary<string, string> Variable(string name, string value) => new() { [name] = value };
}
