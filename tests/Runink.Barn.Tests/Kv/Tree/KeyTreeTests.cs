using static Runink.Barn.Tests.Kv.Text;

namespace Runink.Barn.Tests.Kv.Tree;

public sealed class KeyTreeTests
{
    /// <summary>Keys that are prefixes of others, share long beginnings, hold zeros and the largest byte, or are empty.</summary>
    private static readonly string[] Parts = ["", "a", "ab", "\0", "\xFF", "/registry/pods/", "zzzzzzzz", "0"];

    [Fact]
    public void A_tree_is_a_sorted_map_whatever_is_put_and_removed()
    {
        var random = Seed.Draw();
        var tree = new KeyTree<KeyVersion>();
        var model = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var frozen = new List<(TreeRoot<KeyVersion> Root, KeyValuePair<string, long>[] Expected)>();
        for (var step = 0; step < 20_000; step++)
        {
            var key = Parts[random.Next(Parts.Length)] + Parts[random.Next(Parts.Length)] + (char)random.Next(40);
            if (step % 3 == 0) key += random.Next(200).ToString();
            var item = KeyVersion.Put(B(key), default, step, 1, 1, 0);
            var found = tree.Seek(item.KeySpan);
            Assert.Equal(model.TryGetValue(key, out var expected) ? expected : null, found?.ModRevision);
            var remove = random.Next(10) < (step / 4000 % 2 == 0 ? 3 : 7);
            if (found is null && !remove) tree.Insert(item);
            else if (found is not null && remove) tree.Remove();
            else if (found is not null) tree.Replace(item);
            if (remove) model.Remove(key);
            else model[key] = step;
            if (step % 500 == 0) frozen.Add((tree.Freeze(), [.. model]));
        }
        foreach (var (root, expected) in frozen) Same(expected, root, random);
        Same([.. model], tree.Current, random);
    }

    [Fact]
    public void A_tree_from_which_everything_was_removed_is_empty_and_goes_on()
    {
        var tree = new KeyTree<KeyVersion>();
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 5_000; i++)
            {
                var item = KeyVersion.Put(B($"{i:D8}"), default, i, 1, 1, 0);
                Assert.Null(tree.Seek(item.KeySpan));
                tree.Insert(item);
            }
            for (var i = 0; i < 5_000; i++)
            {
                Assert.Equal(i, tree.Seek(B($"{i:D8}").Span)!.ModRevision);
                tree.Remove();
            }
            Assert.Null(tree.Current.From([]).Next());
        }
    }

    private static void Same(KeyValuePair<string, long>[] expected, TreeRoot<KeyVersion> root, Random random)
    {
        var cursor = root.From([]);
        foreach (var (key, step) in expected)
        {
            var item = cursor.Next()!;
            Assert.Equal((key, step), (S(item.Key), item.ModRevision));
            Assert.Same(item, root.Find(item.KeySpan));
        }
        Assert.Null(cursor.Next());
        for (var i = 0; i < 50; i++)
        {
            var from = Parts[random.Next(Parts.Length)] + (char)random.Next(256);
            var first = expected.FirstOrDefault(pair => string.CompareOrdinal(pair.Key, from) >= 0).Key;
            var found = root.From(B(from).Span).Next();
            Assert.Equal(first, found is null ? null : S(found.Key));
        }
    }
}
