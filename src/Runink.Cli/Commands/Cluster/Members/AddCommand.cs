using System.CommandLine;
using System.Text.Json.Nodes;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Commands.Server.Configuration;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;
using Runink.Protocol;

namespace Runink.Cli.Commands.Cluster.Members;

/// <summary><c>runi cluster add</c>: one more member, which is started afterwards.</summary>
internal sealed class AddCommand : ConnectedCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "Name of the new member." };
    private readonly Argument<string> _urls = new("URL") { Description = "Peer URLs of the new member, separated by commas." };
    private readonly Option<bool> _voter = new("--voter") { Description = "Let it vote at once, before it has the data; better add it, then promote it." };

    /// <summary>The command.</summary>
    public AddCommand(Terminal terminal) : base(terminal, "add", "Add a member, as a learner that does not vote, and say how to start it.")
    {
        Add(_name);
        Add(_urls);
        Add(_voter);
        AddCommon();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
        [new("runi cluster add barn-4 https://10.0.0.4:2380", "Then start it as printed, and 'runi cluster promote barn-4'.")];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(
        ParseResult parsed, ClusterConnection connection, Terminal terminal, CancellationToken cancellation)
    {
        var name = parsed.GetRequiredValue(_name);
        if (name.Length == 0 || name.IndexOfAny(['=', ',', '/']) >= 0) throw CliErrors.Usage("a name is a word without '=', ',' and '/'");
        var urls = MemberChoice.PeerUrls(parsed.GetRequiredValue(_urls));
        var request = new MemberAddRequest { IsLearner = !parsed.GetValue(_voter), PeerURLs = { urls } };
        var answer = await connection.CallAsync(EtcdCalls.MemberAdd, request, cancellation);
        var flags = Flags(name, answer);
        if (WantsJson(parsed))
        {
            terminal.Out.WriteLine(new JsonObject
            {
                ["member"] = MembersPrinter.ToJson(answer.Member),
                ["environment"] = new JsonObject(flags.Select(flag => KeyValuePair.Create(flag.Variable, (JsonNode?)flag.Value))),
            }.ToJsonString(OutputFormat.Indented));
        }
        else
        {
            terminal.Out.WriteLine($"added {MemberChoice.Hex(answer.Member.ID)} to cluster {MemberChoice.Hex(answer.Header.ClusterId)}; start it with");
            foreach (var (variable, value) in flags) terminal.Out.WriteLine($"{variable}={ShellWord.Quote(value)}");
        }

        return ExitCodes.Ok;
    }

    // A member that has not started yet has no name that could be given; the newest is named by whoever adds it.
    private static List<(string Variable, string Value)> Flags(string name, MemberAddResponse answer)
    {
        var all = answer.Members.SelectMany(member => member.PeerURLs.Select(url =>
            $"{(member.ID == answer.Member.ID ? name : MemberChoice.NameOf(member))}={url}"));
        return
        [
            ("RUNINK_NAME", name),
            ("RUNINK_INITIAL_CLUSTER", string.Join(',', all)),
            ("RUNINK_INITIAL_CLUSTER_STATE", "existing"),
            ("RUNINK_INITIAL_ADVERTISE_PEER_URLS", string.Join(',', answer.Member.PeerURLs)),
            ("RUNINK_LISTEN_PEER_URLS", string.Join(',', Listeners([.. answer.Member.PeerURLs.Select(url => new Uri(url))]))),
        ];
    }

    /// <summary>Where to be reached as that: there, or at every address of the machine where URLs have names, which cannot be listened on.</summary>
    private static IEnumerable<string> Listeners(IReadOnlyList<Uri> urls) => urls.All(url => UrlSettings.AddressOf(url) is not null)
        ? urls.Select(url => url.GetLeftPart(UriPartial.Authority))
        : urls.Select(url => $"{url.Scheme}://0.0.0.0:{url.Port}").Distinct();
}
