using System.Text.RegularExpressions;

namespace Runink.Conformance;

/// <summary>Walks through commands with one server, and masks what no two servers have in common.</summary>
public sealed partial class Walker(Uri address, string folder)
{
    private readonly Dictionary<string, string> _captured = new() { ["address"] = address.OriginalString, ["folder"] = folder };

    public async Task<ToolResult> TakeAsync(Step step)
    {
        var command = step.Command;
        foreach (var (name, value) in _captured) command = command.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        var arguments = command.Split(' ').Select(argument => argument.Replace('~', ' '));
        // How long an answer may take on a busy machine is not what is compared.
        var result = await Tool.RunAsync("etcdctl", ["--endpoints", address.OriginalString, "--command-timeout=60s", "--dial-timeout=60s", .. arguments], step.Input, step.Lines, folder);
        if (step.Capture is not null)
        {
            var match = Regex.Match(result.Output, step.Capture, RegexOptions.None, TimeSpan.FromSeconds(1));
            Assert.True(match.Success, $"{step.Command}: {result}");
            _captured[step.CaptureAs] = match.Groups[1].Value;
        }

        return result with { Output = Mask(result.Output), Errors = Mask(result.Errors) };
    }

    private string Mask(string text)
    {
        text = text.Replace(address.OriginalString, "ADDRESS", StringComparison.Ordinal)
            .Replace(address.Authority, "ADDRESS", StringComparison.Ordinal).Replace(folder, "FOLDER", StringComparison.Ordinal);
        foreach (var (name, value) in _captured)
            if (name is not ("address" or "folder")) text = text.Replace(value, name, StringComparison.Ordinal);
        text = Identifier().Replace(text, "${name}ID");
        text = HexIdentifier().Replace(text, "HEX");
        text = Client().Replace(text, "CLIENT");
        text = Took().Replace(text, "\"took\":TIME");
        text = LogLine().Replace(text, "${level} ${rest}");
        text = PeerUrl().Replace(text, "PEER");
        text = Counter().Replace(text, "${name}N");
        text = Size().Replace(text, "SIZE");
        return Duration().Replace(text, "TIME");
    }

    [GeneratedRegex("(?<name>\"(cluster_id|member_id|ClusterID|MemberID|ID|leader|memberID|ttl|hash)\" ?: ?)\"?[0-9]+\"?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Identifier();

    [GeneratedRegex("\\bclient-[0-9a-f-]{36}\\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Client();

    [GeneratedRegex("\"took\":[0-9.e-]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Took();

    [GeneratedRegex("\\b[0-9a-f]{13,16}\\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HexIdentifier();

    [GeneratedRegex("(?<name>\"(raft_term|raftTerm|raftIndex|raftAppliedIndex|dbSize|dbSizeInUse|RaftTerm|RaftIndex|RaftAppliedIndex|DBSize)\" ?: ?)[0-9]+",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Counter();

    [GeneratedRegex("http://(127\\.0\\.0\\.1|localhost):[0-9]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PeerUrl();

    [GeneratedRegex("\\b[0-9.]+ ?(kB|MB|B)\\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Size();

    [GeneratedRegex("\\b[0-9.]+(µs|ms|s)\\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Duration();

    [GeneratedRegex("\\{\"level\":\"(?<level>[a-z]+)\",\"ts\":[^,]*,(\"caller\":\"[^\"]*\",)?(?<rest>.*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LogLine();
}
