using Runink.Barn;
using Runink.Cli.Commands.Server.Logging;

namespace Runink.Cli.Tests.Commands.Server.Logging;

public sealed class EventsPageTests
{
    private static readonly IReadOnlyList<(int Number, string Name, Microsoft.Extensions.Logging.LogLevel Level, string Message)> Events =
        EventsPage.In(typeof(EventsPage).Assembly, typeof(BarnServerOptions).Assembly);

    [Fact]
    public void The_committed_page_of_events_is_the_generated_one() => Repository.Holds("docs/reference/events.md", EventsPage.Render(Events));

    [Fact]
    public void No_two_events_share_a_number()
    {
        Assert.NotEmpty(Events);
        Assert.Equal(Events.Count, Events.Select(one => one.Number).Distinct().Count());
    }
}
