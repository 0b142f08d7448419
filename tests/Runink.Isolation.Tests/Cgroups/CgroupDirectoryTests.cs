using Runink.Isolation.Cgroups;

namespace Runink.Isolation.Tests.Cgroups;

/// <summary>Nested groups, shown on plain directories.</summary>
public sealed class CgroupDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _base = new();

    public void Dispose() => _base.Dispose();

    [Fact]
    public void Groups_around_are_given_their_controllers_once_nobody_can_remove_them_any_more()
    {
        var leaf = Path.Join(_base.Path, "runi", "herd", "run");
        var told = new List<(string Group, bool HasLeaf)>();

        Assert.Equal(leaf, CgroupDirectory.Make(_base.Path, ["runi", "herd", "run"], group => told.Add((group, Directory.Exists(leaf)))));

        Assert.Equal([(Path.Join(_base.Path, "runi"), true), (Path.Join(_base.Path, "runi", "herd"), true)], told);
    }

    [Fact]
    public void What_is_there_is_used()
    {
        CgroupDirectory.Make(_base.Path, ["runi", "one"], _ => { });
        CgroupDirectory.Make(_base.Path, ["runi", "two"], _ => { });

        Assert.True(CgroupDirectory.Remove(Path.Join(_base.Path, "runi", "one")));
        Assert.True(Directory.Exists(Path.Join(_base.Path, "runi", "two")));
    }

    [Fact]
    public void A_base_that_is_gone_is_an_error_and_not_made() =>
        Assert.Throws<IOException>(() => CgroupDirectory.Make(Path.Join(_base.Path, "gone"), ["runi"], _ => { }));
}
