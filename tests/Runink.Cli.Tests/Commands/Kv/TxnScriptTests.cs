using Runink.Cli.Commands.Kv.Text;
using Runink.Pipelines.Diagnostics;
using Runink.Protocol;

namespace Runink.Cli.Tests.Commands.Kv;

public sealed class TxnScriptTests
{
    [Fact]
    public void All_targets_and_operators_are_understood()
    {
        var txn = TxnScript.Parse("""
            value("a b") = "x\"y"
            version('k') != 3
            create(k) < "4"
            mod(k) > 5
            lease(k) = 1f
            """, "test");

        Assert.Equal(["a b", "k", "k", "k", "k"], txn.Compare.Select(compare => compare.Key.ToStringUtf8()));
        Assert.Equal("x\"y", txn.Compare[0].Value.ToStringUtf8());
        Assert.Equal((3L, Compare.Types.CompareResult.NotEqual), (txn.Compare[1].Version, txn.Compare[1].Result));
        Assert.Equal((4L, Compare.Types.CompareResult.Less), (txn.Compare[2].CreateRevision, txn.Compare[2].Result));
        Assert.Equal((5L, Compare.Types.CompareResult.Greater), (txn.Compare[3].ModRevision, txn.Compare[3].Result));
        Assert.Equal((31L, Compare.Types.CompareTarget.Lease), (txn.Compare[4].Lease, txn.Compare[4].Target));
    }

    [Fact]
    public void The_sections_are_parted_by_blank_lines_and_may_be_empty()
    {
        var txn = TxnScript.Parse("\nput a b --lease=1f\ndel a --prefix\n\nget a a\nget z --from-key\n", "test");

        Assert.Empty(txn.Compare);
        Assert.Equal(31, txn.Success[0].RequestPut.Lease);
        Assert.Equal("b", txn.Success[1].RequestDeleteRange.RangeEnd.ToStringUtf8());
        Assert.Equal("a", txn.Failure[0].RequestRange.RangeEnd.ToStringUtf8());
        Assert.Equal([0], txn.Failure[1].RequestRange.RangeEnd.ToByteArray());
    }

    [Fact]
    public void Values_can_hold_any_bytes() =>
        Assert.Equal([0xff, 0x00, 0x0a], TxnScript.Parse("\nput k \"\\xff\\x00\\n\"\n", "test").Success[0].RequestPut.Value.ToByteArray());

    [Theory]
    [InlineData("size(k) = 1", 1)]
    [InlineData("version(k) = many", 1)]
    [InlineData("version(k) == 1", 1)]
    [InlineData("\nput a b\nsteal a", 3)]
    [InlineData("\nput a", 2)]
    [InlineData("\nput a b --prefix", 2)]
    [InlineData("\nget a b --prefix", 2)]
    [InlineData("\nput a \"b", 2)]
    [InlineData("\nput a \"\\q\"", 2)]
    [InlineData("\n\n\nput a b", 4)]
    public void What_makes_no_sense_is_named_with_its_line(string text, int line)
    {
        var error = Assert.Throws<RuninkException>(() => TxnScript.Parse(text, "test"));
        Assert.StartsWith($"test, line {line}:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_transaction_is_refused() => Assert.Throws<RuninkException>(() => TxnScript.Parse("\n\n", "test"));
}
