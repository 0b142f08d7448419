using Runink.Data.Engines;
using Runink.Data.Native;

namespace Runink.Data.Tests.Engines;

public sealed class TypeResolverTests
{
    public static TheoryData<string> SimpleTypes { get; } = [.. TypeResolver.SimpleTypes.Where(type => type != "ANY")];

    [Theory]
    [MemberData(nameof(SimpleTypes))]
    public void A_type_that_is_known_without_the_engine_is_what_the_engine_takes_it_for(string type)
    {
        using var test = new TestEngine();
        using var known = test.Engine.Types.Resolve(type.ToLowerInvariant());
        using var told = test.Engine.Types.Ask(type);
        Assert.Equal(DuckDb.duckdb_get_type_id(told), DuckDb.duckdb_get_type_id(known));
    }

    [Fact]
    public void A_type_of_several_words_is_the_engines_to_understand()
    {
        using var test = new TestEngine();
        using var list = test.Engine.Types.Resolve("STRUCT(a INTEGER, b VARCHAR)[]");
        Assert.Equal((int)TypeId.List, (int)DuckDb.duckdb_get_type_id(list));
        Assert.Throws<EngineException>(() => test.Engine.Types.Resolve("MONEY"));
    }
}
