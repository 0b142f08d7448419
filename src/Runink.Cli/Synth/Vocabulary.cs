namespace Runink.Cli.Synth;

/// <summary>Words for columns whose name says what they hold and whose contract does not list them.</summary>
internal static class Vocabulary
{
    private static readonly (string[] Names, string[] Words)[] Topics =
    [
        (["symbol", "ticker"], ["AAPL", "MSFT", "GOOG", "AMZN", "NVDA", "TSLA", "JPM", "XOM", "BRK.B", "KO"]),
        (["currency", "ccy"], ["EUR", "USD", "GBP", "JPY", "CHF", "BRL"]),
        (["country"], ["PT", "DE", "FR", "ES", "US", "GB", "JP", "BR"]),
        (["region"], ["us-east", "us-west", "eu-west", "eu-central", "ap-south"]),
        (["city"], ["Lisbon", "Porto", "Berlin", "Paris", "Madrid", "Boston", "London", "Tokyo"]),
        (["status", "state"], ["new", "open", "closed", "cancelled"]),
        (["first"], ["Ana", "Ben", "Carla", "David", "Eva", "Femi", "Grace", "Hugo", "Iris", "Jonas"]),
        (["name"], ["Ana Silva", "Ben Costa", "Carla Reis", "David Stone", "Eva Brandt", "Femi Ade", "Grace Lin", "Hugo Neves"]),
        (["phone", "mobile"], ["+351 555 0101", "+351 555 0102", "+1 555 0103", "+49 555 0104"]),
    ];

    private static readonly string[] Plain =
        ["amber", "birch", "coral", "delta", "ember", "fjord", "grove", "haze", "iris", "jade", "karst", "lumen", "mango",
            "noble", "onyx", "pearl"];

    /// <summary>Words that suit a column of that name.</summary>
    public static IReadOnlyList<string> For(string column)
    {
        var parts = column.ToLowerInvariant().Split('_', '-', ' ', '.');
        return Topics.FirstOrDefault(topic => topic.Names.Any(name => parts.Contains(name))).Words ?? Plain;
    }
}
