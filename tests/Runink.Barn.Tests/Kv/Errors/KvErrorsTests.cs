using System.Reflection;

namespace Runink.Barn.Tests.Kv.Errors;

public sealed class KvErrorsTests
{
    [Fact]
    public void No_two_errors_have_the_same_text()
    {
        var texts = All().Select(error => error.Message).ToArray();
        Assert.True(texts.Length > 50);
        Assert.Equal(texts.Length, texts.Distinct().Count());
    }

    [Fact]
    public void Asking_twice_gives_the_same_instance() => Assert.Same(KvErrors.Compacted, KvErrors.Compacted);

    private static KvError[] All() =>
        [.. typeof(KvErrors).GetProperties(BindingFlags.Public | BindingFlags.Static).Select(p => (KvError)p.GetValue(null)!)];
}
