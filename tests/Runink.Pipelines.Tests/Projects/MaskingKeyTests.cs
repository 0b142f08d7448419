using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Projects;

namespace Runink.Pipelines.Tests.Projects;

public sealed class MaskingKeyTests
{
    [Fact]
    public void A_key_is_32_random_bytes_that_only_the_owner_may_read_and_git_ignores()
    {
        using var files = new TemporaryProject();
        var project = files.Open();
        var path = MaskingKey.Create(project);
        Assert.Equal(Path.Combine(files.Root, ".runink/keys/masking.key"), path);
        Assert.Equal(32, Convert.FromBase64String(MaskingKey.Load(project)).Length);
        Assert.Equal("*\n", File.ReadAllText(Path.Combine(files.Root, ".runink/.gitignore")));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public void Two_projects_have_different_keys()
    {
        using var one = new TemporaryProject();
        using var other = new TemporaryProject();
        MaskingKey.Create(one.Open());
        MaskingKey.Create(other.Open());
        Assert.NotEqual(MaskingKey.Load(one.Open()), MaskingKey.Load(other.Open()));
    }

    [Fact]
    public void An_existing_key_is_never_replaced()
    {
        using var files = new TemporaryProject();
        var project = files.Open();
        MaskingKey.Create(project);
        var before = MaskingKey.Load(project);
        var refused = Assert.Throws<RuninkException>(() => MaskingKey.Create(project));
        Assert.Equal(("R6021", ExitCodes.NotFound), (refused.Diagnostic.Definition.Code, refused.ExitCode));
        Assert.Equal(before, MaskingKey.Load(project));
    }

    [Fact]
    public void Of_many_that_create_the_key_at_once_exactly_one_does()
    {
        using var files = new TemporaryProject();
        var project = files.Open();
        var made = 0;
        Parallel.For(0, 16, _ =>
        {
            try
            {
                MaskingKey.Create(project);
                Interlocked.Increment(ref made);
            }
            catch (RuninkException refused) when (refused.ExitCode == ExitCodes.NotFound)
            {
            }
        });
        Assert.Equal(1, made);
    }

    [Fact]
    public void A_missing_key_says_how_to_make_one()
    {
        using var files = new TemporaryProject();
        var refused = Assert.Throws<RuninkException>(() => MaskingKey.Load(files.Open()));
        Assert.Equal("R6020", refused.Diagnostic.Definition.Code);
        Assert.Contains("runi key create", refused.Diagnostic.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    public void A_key_that_others_may_use_is_refused(UnixFileMode more)
    {
        if (OperatingSystem.IsWindows()) return;
        using var files = new TemporaryProject();
        var project = files.Open();
        var path = MaskingKey.Create(project);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | more);
        var refused = Assert.Throws<RuninkException>(() => MaskingKey.Load(project));
        Assert.Equal("R6022", refused.Diagnostic.Definition.Code);
        Assert.Contains("chmod 600 .runink/keys/masking.key", refused.Diagnostic.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("c2hvcnQ=")]
    [InlineData("not base64 at all!")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void A_damaged_key_is_refused(string text)
    {
        using var files = new TemporaryProject();
        var project = files.Open();
        File.WriteAllText(MaskingKey.Create(project), text);
        Assert.Equal("R6022", Assert.Throws<RuninkException>(() => MaskingKey.Load(project)).Diagnostic.Definition.Code);
    }

    [Fact]
    public void A_key_file_can_lie_elsewhere()
    {
        using var files = new TemporaryProject("maskingKey: ../keys/trading.key");
        var project = files.Open();
        Assert.Equal(Path.Combine(files.Above, "keys/trading.key"), MaskingKey.Create(project));
        Assert.Equal(32, Convert.FromBase64String(MaskingKey.Load(project)).Length);
    }
}
