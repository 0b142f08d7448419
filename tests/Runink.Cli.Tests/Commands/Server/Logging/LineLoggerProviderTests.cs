using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Runink.Cli.Commands.Server.Logging;

namespace Runink.Cli.Tests.Commands.Server.Logging;

public sealed partial class LineLoggerProviderTests
{
    [Fact]
    public void A_line_of_text_has_time_level_number_and_sentence()
    {
        var lines = Lines(asJson: false, log => Opened(log, "a\nb\e[31m", 5));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z warn  901 opened a b\S*31m at 5$", Assert.Single(lines));
    }

    [Fact]
    public void A_line_of_json_has_its_values_as_members()
    {
        var json = JsonDocument.Parse(Assert.Single(Lines(asJson: true, log => Opened(log, "a\nb", 5)))).RootElement;
        Assert.Equal(901, json.GetProperty("event").GetInt32());
        Assert.Equal("Opened", json.GetProperty("name").GetString());
        Assert.Equal("warn", json.GetProperty("level").GetString());
        Assert.Equal("a\nb", json.GetProperty("fields").GetProperty("file").GetString());
        Assert.Equal(5, json.GetProperty("fields").GetProperty("position").GetInt32());
    }

    [Fact]
    public void What_is_below_the_level_is_not_logged() => Assert.Empty(Lines(asJson: false, log => Opened(log, "a", 1), LogLevel.Error));

    [Fact]
    public void Debugging_is_of_our_own_only_and_the_http_server_warns()
    {
        const string Server = "Microsoft.AspNetCore.Server.Kestrel";
        Assert.Single(Lines(asJson: false, log => log.Log(LogLevel.Debug, "x"), LogLevel.Debug));
        Assert.Empty(Lines(asJson: false, log => log.Log(LogLevel.Information, "x"), LogLevel.Debug, Server));
        Assert.Matches(" warn    - opened a at 1$", Assert.Single(Lines(asJson: false, log => Opened(log, "a", 1), LogLevel.Debug, Server)));
    }

    [Fact]
    public void A_reader_that_is_stuck_holds_nobody_up_and_learns_what_it_missed()
    {
        using var writer = new StuckWriter();
        using (var queue = new LogQueue(writer))
        {
            for (var i = 0; i < 10_000; i++) queue.Add("line");
            writer.Release();
        }

        Assert.Contains("lines of the log were dropped", writer.ToString(), StringComparison.Ordinal);
    }

    [LoggerMessage(901, LogLevel.Warning, "opened {File} at {Position}")]
    private static partial void Opened(ILogger log, string file, int position);

    private static List<string> Lines(
        bool asJson, Action<ILogger> log, LogLevel least = LogLevel.Information, string category = LineLoggerProvider.Own)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        using (var queue = new LogQueue(writer))
        using (var loggers = LineLoggerProvider.Factory(queue, asJson, least))
        {
            log(loggers.CreateLogger(category));
        }

        return [.. writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    private sealed class StuckWriter : StringWriter
    {
        private readonly ManualResetEventSlim _released = new();

        public StuckWriter() : base(CultureInfo.InvariantCulture)
        {
        }

        public void Release() => _released.Set();

        public override void WriteLine(string? value)
        {
            _released.Wait();
            base.WriteLine(value);
        }

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            _released.Dispose();
        }
    }
}
