using System.Globalization;

namespace Runink.Runs.Ledger;

/// <summary>
/// Names of runs: <c>20261120-093015-k3f9</c>, the second they began (UTC) and four random characters. They sort by time,
/// are safe in file names and keys, and the last part is enough for a person to name one.
/// </summary>
public static class RunId
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const string TimeFormat = "yyyyMMdd-HHmmss";
    private const int RandomLength = 4;
    private const int Length = 15 + 1 + RandomLength;

    /// <summary>A new name; unique within a second with good odds, and the ledger refuses the rest.</summary>
    public static string New(DateTimeOffset time, Random random) =>
        $"{time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}-{random.GetString(Alphabet, RandomLength)}";

    /// <summary>Whether a text has the form of a run's name.</summary>
    public static bool IsValid(string text) =>
        text.Length == Length && text[15] == '-' && text[16..].All(character => Alphabet.Contains(character)) &&
        DateTime.TryParseExact(text[..15], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
