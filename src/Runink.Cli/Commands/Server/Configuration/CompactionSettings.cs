using System.Globalization;
using Runink.Barn;

namespace Runink.Cli.Commands.Server.Configuration;

/// <summary>The two settings of automatic compaction: a number means hours or revisions by the mode, anything else is a duration.</summary>
internal static class CompactionSettings
{
    /// <summary>What is compacted without being asked.</summary>
    public static AutoCompaction Read(SettingReader reader)
    {
        var mode = reader.Choice(ServerSettings.AutoCompactionMode, "periodic", "revision");
        var text = reader.Text(ServerSettings.AutoCompactionRetention);
        if (mode == "revision")
        {
            var revisions = reader.Number(ServerSettings.AutoCompactionRetention, 0, long.MaxValue);
            return revisions == 0 ? AutoCompaction.Off : new(Period: null, revisions);
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var hours) && hours <= 87_600)
            return hours == 0 ? AutoCompaction.Off : new(TimeSpan.FromHours(hours), Revisions: null);
        if (GoDuration.TryParse(text, out var period) && period >= TimeSpan.FromSeconds(1)) return new(period, Revisions: null);
        reader.Refuse(ServerSettings.AutoCompactionRetention, "must be a number of hours, or a duration such as 30m or 1h30m, of a second or more");
        return AutoCompaction.Off;
    }
}
