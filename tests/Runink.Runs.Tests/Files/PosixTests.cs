using System.Runtime.Versioning;
using Runink.Runs.Files;

namespace Runink.Runs.Tests.Files;

[SupportedOSPlatform("linux")]
public sealed class PosixTests
{
    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead)]
    [InlineData((UnixFileMode)0x1FF)]
    [InlineData(UnixFileMode.UserRead)]
    public async Task A_new_file_has_its_permissions_whatever_the_umask_would_take_away(UnixFileMode mode)
    {
        await using var project = new TestProject();
        Posix.CreateNew(project.PathOf("file"), (int)mode).Dispose();

        Assert.Equal(mode, File.GetUnixFileMode(project.PathOf("file")));
    }

    [Fact]
    public async Task A_new_file_is_never_one_that_was_there()
    {
        await using var project = new TestProject();
        project.Write("file", "");

        Assert.Throws<IOException>(() => Posix.CreateNew(project.PathOf("file"), 0x1FF));
    }
}
