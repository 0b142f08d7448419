using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Runink.Pipelines.Contracts;
using Runink.Pipelines.Planning;

namespace Runink.Cli.Synth;

/// <summary>
/// Judges single texts by the rules of their column, so that what is made is known to pass and what is spoilt is known to fail.
/// Used on samples and mistakes only; the engine judges data.
/// </summary>
/// <param name="rules">The rules of one column.</param>
internal sealed class TextRules(params IReadOnlyList<RecordRule> rules)
{
    private readonly Dictionary<RecordRule, Regex> _patterns =
        rules.Where(rule => rule.Kind == RuleKind.Pattern)
            .ToDictionary(rule => rule, rule => PatternDialect.Compile(rule.Argument!));

    /// <summary>The first rule that the text breaks, or null.</summary>
    public RecordRule? Broken(string text) => rules.FirstOrDefault(rule => Breaks(text, rule));

    // Rules that are not about text hold.
    private bool Breaks(string text, RecordRule rule) => rule.Kind switch
    {
        RuleKind.MinLength => Length(text) < int.Parse(rule.Argument!, CultureInfo.InvariantCulture),
        RuleKind.MaxLength => Length(text) > int.Parse(rule.Argument!, CultureInfo.InvariantCulture),
        RuleKind.Pattern => !_patterns[rule].IsMatch(text),
        RuleKind.Format => !HasFormat(text, rule.Argument!),
        RuleKind.OneOf => !rule.Values.Contains(text),
        RuleKind.NotMissing => rule.Values.Contains(text),
        _ => false,
    };

    private static bool HasFormat(string text, string format) => format switch
    {
        "email" => MailAddress.TryCreate(text, out var address) && address.Address == text,
        "uuid" => Guid.TryParseExact(text, "D", out _),
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme.Length > 0 && !text.StartsWith('/'),
        "hostname" => Uri.CheckHostName(text) == UriHostNameType.Dns,
        "ipv4" => IPAddress.TryParse(text, out var ip) && ip.AddressFamily == AddressFamily.InterNetwork,
        "ipv6" => IPAddress.TryParse(text, out var ip) && ip.AddressFamily == AddressFamily.InterNetworkV6,
        _ => true,
    };

    private static int Length(string text) => text.EnumerateRunes().Count();
}
