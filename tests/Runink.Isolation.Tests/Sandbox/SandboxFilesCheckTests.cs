using Runink.Isolation.Sandbox;

namespace Runink.Isolation.Tests.Sandbox;

public sealed class SandboxFilesCheckTests
{
    public static TheoryData<string, string[]> Bad => new()
    {
        { "not a path beneath /slice", ["/etc/passwd"] },
        { "not a path beneath /slice", ["/slice"] },
        { "not a path beneath /slice", ["/slice/"] },
        { "not a path beneath /slice", ["/slicer/a"] },
        { "not a path beneath /slice", ["/slice/../etc/passwd"] },
        { "not a path beneath /slice", ["/slice/a/./b"] },
        { "not a path beneath /slice", ["/slice/a//b"] },
        { "not a path beneath /slice", ["/slice/a/"] },
        { "not a path beneath /slice", ["/slice/a\0b"] },
        { "is there twice", ["/slice/a", "/slice/b", "/slice/a"] },
        { "'/slice/a' is a file and has another beneath it", ["/slice/a/b/c", "/slice/a-b", "/slice/a"] },
        { "'/slice/a/b' is a file and has another beneath it", ["/slice/a/b", "/slice/a/c", "/slice/a/b/c"] },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Paths_that_cannot_be_meant_are_refused_in_words(string words, string[] paths)
    {
        Assert.Contains(words, SandboxFilesCheck.Fault(Files(paths), SandboxFiles.Most), StringComparison.Ordinal);
        Assert.Contains(words, SandboxFilesCheck.Fault(new() { Writable = Files(paths).Readable }, SandboxFiles.Most), StringComparison.Ordinal);
    }

    [Fact]
    public void Paths_on_the_machine_are_absolute()
    {
        Assert.Contains("not an absolute path", SandboxFilesCheck.Fault(new() { Readable = [new("a", "/slice/a")] }, 1), StringComparison.Ordinal);
        Assert.Contains("'..'", SandboxFilesCheck.Fault(new() { Readable = [new("/a/../b", "/slice/a")] }, 1), StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_a_bound_and_it_is_said()
    {
        Assert.Null(SandboxFilesCheck.Fault(Files(["/slice/a", "/slice/b"]), 2));
        Assert.Contains("3 files, and a slice can have 2", SandboxFilesCheck.Fault(Files(["/slice/a", "/slice/b", "/slice/c"]), 2), StringComparison.Ordinal);
    }

    [Fact]
    public void Neighbours_are_no_fault() => Assert.Null(SandboxFilesCheck.Fault(Files(["/slice/a/b", "/slice/a/c", "/slice/ab", "/slice/..a"]), 4));

    private static SandboxFiles Files(string[] paths) => new() { Readable = [.. paths.Select(path => new SandboxMount("/x", path))] };
}
