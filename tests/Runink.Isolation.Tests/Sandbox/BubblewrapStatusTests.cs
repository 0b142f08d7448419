using Runink.Isolation.Sandbox;

namespace Runink.Isolation.Tests.Sandbox;

public sealed class BubblewrapStatusTests
{
    [Fact]
    public void Numbers_are_read_by_name()
    {
        Assert.Equal(42, BubblewrapStatus.Number("{ \"child-pid\": 42, \"net-namespace\": 4026531840 }", "child-pid"));
        Assert.Equal(137, BubblewrapStatus.Number("{ \"exit-code\": 137 }", "exit-code"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("{ \"child-pid\": \"1\" }")]
    [InlineData("{ \"child-pid\": 99999999999 }")]
    [InlineData("{ \"exit-code\": 1 }")]
    public void Anything_else_tells_nothing(string line) => Assert.Null(BubblewrapStatus.Number(line, "child-pid"));
}
