using System.Globalization;

namespace Runink.Barn;

/// <summary>A range of versions of the protocol between members.</summary>
/// <param name="Lowest">The oldest that is spoken.</param>
/// <param name="Highest">The newest that is spoken.</param>
internal readonly record struct PeerVersions(uint Lowest, uint Highest)
{
    /// <summary>What this program speaks.</summary>
    public static PeerVersions Ours => new(1, 1);

    /// <summary>Whether there is a version that both speak.</summary>
    public bool Meets(PeerVersions other) => Lowest <= other.Highest && other.Lowest <= Highest;

    /// <summary>Reads what <see cref="ToString"/> writes; null when it is not that.</summary>
    public static PeerVersions? Parse(string? text)
    {
        if (text?.Split('-') is not [var first, var last]) return null;
        return uint.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var lowest)
            && uint.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var highest) && lowest <= highest
            ? new PeerVersions(lowest, highest)
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Lowest}-{Highest}");
}
