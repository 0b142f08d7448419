using System.Globalization;

namespace Runink.Cli.Commands.Kv.Text;

/// <summary>Numbers on the command line.</summary>
internal static class Words
{
    /// <summary>The id of a lease, hexadecimal as etcdctl shows it.</summary>
    public static long Lease(string word) =>
        long.TryParse(word, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var lease)
            ? lease
            : throw CliErrors.Usage($"'{word}' is no lease", "leases are hexadecimal numbers");
}
