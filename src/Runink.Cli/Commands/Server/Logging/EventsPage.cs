using System.Reflection;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Runink.Cli.Commands.Server.Logging;

/// <summary>The reference of all events that a server logs, <c>docs/reference/events.md</c>: made from the definitions in the code.</summary>
internal static class EventsPage
{
    /// <summary>Every numbered event of the given assemblies, in order of numbers.</summary>
    public static IReadOnlyList<(int Number, string Name, LogLevel Level, string Message)> In(params Assembly[] assemblies) =>
    [
        .. assemblies.SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(method => (method.Name, Message: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(method => method.Message is not null)
            .Select(method => (method.Message!.EventId, method.Name, method.Message.Level, method.Message.Message))
            .OrderBy(one => one.EventId),
    ];

    /// <summary>The page as Markdown.</summary>
    public static string Render(IReadOnlyList<(int Number, string Name, LogLevel Level, string Message)> events)
    {
        var page = new StringBuilder("# Events of a server\n\nWhat `runi server` logs on standard error. ");
        page.Append("Numbers never change their meaning, so alerts can name them; with\n`--log-format json` the values in braces are ");
        page.Append("members of `fields`. This page is generated from the definitions in the code; do not edit it.\n");
        page.Append("\n| event | name | level | message |\n|---|---|---|---|\n");
        foreach (var (number, name, level, message) in events)
            page.Append($"| {number} | {name} | {Word(level)} | {message.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        return page.ToString();
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error or LogLevel.Critical => "error",
        _ => "debug",
    };
}
