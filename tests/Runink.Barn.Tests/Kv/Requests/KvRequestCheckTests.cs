using static Runink.Barn.Tests.Kv.Text;

namespace Runink.Barn.Tests.Kv.Requests;

public sealed class KvRequestCheckTests
{
    private static readonly KvOperation[] None = [];

    [Fact]
    public void A_request_must_name_a_key()
    {
        Assert.Same(KvErrors.EmptyKey, KvRequestCheck.Check(Put("")));
        Assert.Same(KvErrors.EmptyKey, KvRequestCheck.Check(new RangeQuery(default)));
        Assert.Same(KvErrors.EmptyKey, KvRequestCheck.Check(Delete("")));
        var compare = new KvCompare(KvCompareTarget.Mod, KvCompareResult.Equal, default);
        Assert.Same(KvErrors.EmptyKey, KvRequestCheck.Check(new TxnCommand([compare], None, None)));
        Assert.Same(KvErrors.EmptyKey, KvRequestCheck.Check(Txn([], Put(""))));
        Assert.Null(KvRequestCheck.Check(Put("a")));
    }

    [Fact]
    public void What_is_to_stay_must_not_be_given()
    {
        Assert.Same(KvErrors.ValueProvided, KvRequestCheck.Check(new PutCommand(B("a"), B("1"), IgnoreValue: true)));
        Assert.Same(KvErrors.LeaseProvided, KvRequestCheck.Check(new PutCommand(B("a"), default, 7, IgnoreLease: true)));
    }

    [Fact]
    public void A_transaction_has_so_many_operations_at_most_and_those_inside_have_what_is_left()
    {
        var two = Txn([Put("a"), Put("b")]);
        Assert.Null(KvRequestCheck.Check(two, 2));
        Assert.Same(KvErrors.TooManyOps, KvRequestCheck.Check(two, 1));
        Assert.Null(KvRequestCheck.Check(Txn([two]), 3));
        Assert.Same(KvErrors.TooManyOps, KvRequestCheck.Check(Txn([two]), 2));
        Assert.Null(KvRequestCheck.Check(Txn([.. Enumerable.Range(0, 128).Select(i => Put($"k{i}"))])));
        Assert.Same(KvErrors.TooManyOps, KvRequestCheck.Check(Txn([.. Enumerable.Range(0, 129).Select(i => Put($"k{i}"))])));
    }

    [Fact]
    public void A_key_may_not_be_put_twice() => Duplicate(Put("a"), Put("a"));

    [Fact]
    public void A_key_may_not_be_put_and_deleted_whatever_comes_first()
    {
        Duplicate(Put("a"), Delete("a"));
        Duplicate(Delete("a"), Put("a"));
        Duplicate(Delete("a", "c"), Put("b"));
        Duplicate(Delete("a", "\0"), Put("b"));
        Distinct(Delete("a", "b"), Put("b"));
        Distinct(Delete("a"), Put("a\0"));
    }

    [Fact]
    public void Deletes_may_overlap() => Distinct(Delete("a", "c"), Delete("b", "d"), Delete("a"));

    [Fact]
    public void Lists_that_exclude_each_other_may_put_the_same_key()
    {
        Distinct(Txn([Put("a")], Put("a")));
        Assert.Null(KvRequestCheck.Check(Txn([Put("a")], Put("a"))));
    }

    [Fact]
    public void Transactions_inside_count_towards_those_around()
    {
        Duplicate(Put("a"), Txn([Put("a")]));
        Duplicate(Put("a"), Txn([], Put("a")));
        Duplicate(Txn([Put("a")]), Txn([Put("a")]));
        Duplicate(Txn([Put("a")]), Txn([], Put("a")));
        Duplicate(Put("b"), Txn([Delete("a", "c")]));
        Duplicate(Delete("a", "c"), Txn([Txn([Put("b")])]));
        Duplicate(Txn([Put("a"), Put("a")]));
    }

    [Fact]
    public void As_in_etcd_a_put_inside_is_not_held_against_a_delete_inside_a_later_one()
    {
        Duplicate(Txn([Delete("a")]), Txn([Put("a")]));
        Distinct(Txn([Put("a")]), Txn([Delete("a")]));
    }

    [Fact]
    public void A_comparison_that_does_not_exist_is_refused_also_inside()
    {
        KvCompare[] compares =
        [
            new((KvCompareTarget)5, KvCompareResult.Equal, B("a")), new((KvCompareTarget)(-1), KvCompareResult.Equal, B("a")),
            new(KvCompareTarget.Mod, (KvCompareResult)4, B("a")),
        ];
        foreach (var compare in compares)
        {
            var txn = new TxnCommand([compare], [], []);
            Assert.Same(KvErrors.InvalidCompare, KvRequestCheck.Check(txn));
            Assert.Same(KvErrors.InvalidCompare, KvRequestCheck.Check(Txn([], txn)));
        }
    }

    private static void Duplicate(params KvOperation[] operations)
    {
        Assert.Same(KvErrors.DuplicateKey, KvRequestCheck.Check(Txn(operations)));
        Assert.Same(KvErrors.DuplicateKey, KvRequestCheck.Check(Txn([], operations)));
    }

    private static void Distinct(params KvOperation[] operations) => Assert.Null(KvRequestCheck.Check(Txn(operations)));

    private static PutCommand Put(string key) => new(B(key), B("v"));

    private static DeleteRangeCommand Delete(string key, string end = "") => new(B(key), B(end));

    private static TxnCommand Txn(KvOperation[] success, params KvOperation[] failure) => new([], success, failure);
}
