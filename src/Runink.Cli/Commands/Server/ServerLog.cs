using Microsoft.Extensions.Logging;

namespace Runink.Cli.Commands.Server;

/// <summary>What the command itself logs; numbers as in <see cref="Logging.EventsPage"/>.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(110, LogLevel.Warning, "setting ignored: {Setting}")]
    public static partial void SettingIgnored(ILogger log, string setting);
}
