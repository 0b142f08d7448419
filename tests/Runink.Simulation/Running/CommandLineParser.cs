using System.Collections.Immutable;
using System.Globalization;

namespace Runink.Simulation;

/// <summary>Reads a command line.</summary>
public sealed class CommandLineParser
{
    public const string Usage = """
        usage: Runink.Simulation [--seed S] [--steps N] [--nodes N] [--profile P] [--seeds COUNT] [--plant NAME] [--trace]
          --seed S          unsigned 64-bit number; without it a fresh one is drawn and printed
          --steps N         steps for each seed (default 1000000)
          --seeds COUNT     that many seeds, one after the other
          --nodes N         1 to 7 founding nodes; without it each episode draws them
          --profile P       what goes wrong (default mixed; see --list-profiles)
          --plant NAME      run with a deliberate bug in the core (see --list-plants)
          --trace           print everything that happens
          --shrink SECONDS  how long to look for a smaller failure (default 30, 0 for not at all)
          --list-profiles, --list-plants, --list-scopes, --help
        to visit every state of a small scope, and to look for the deliberate bugs:
          --explore SCOPE [--max-states N] [--depth D] [--plant NAME]
          --hunt [--plant NAME] [--seeds N] [--enough N] [--steps N] [--profile P]
        to replay one episode, as printed after a failure:
          --episode         S is the seed of one episode, N its steps until everything is healed
          --variation V     another history of the same plan
          --without KINDS   kinds of faults that do not happen, with commas between
          --only FAULTS     the only faults that happen, as KIND:NUMBER with commas between, or none
        exit codes: 0 all rules held and all clusters converged, 1 a rule was broken, 2 usage
        """;

    private readonly Queue<string> _words;
    private CommandLine _line = new();

    private CommandLineParser(IEnumerable<string> words) => _words = new Queue<string>(words);

    /// <exception cref="UsageException">The words make no sense.</exception>
    public static CommandLine Parse(IEnumerable<string> words)
    {
        var parser = new CommandLineParser(words);
        while (parser._words.TryDequeue(out var word)) parser.Take(word);
        var line = parser._line;
        if (!line.Episode && (line.Variation > 0 || !line.Without.IsEmpty || line.Only is not null))
            throw new UsageException("--variation, --without and --only are about one episode: give --episode as well");
        return line;
    }

    private void Take(string option) => _line = option switch
    {
        "--seed" => _line with { Seed = Seed(option) },
        "--steps" => _line with { Steps = Number(option, 1, long.MaxValue) },
        "--seeds" => _line with { Seeds = (int)Number(option, 1, int.MaxValue) },
        "--nodes" => _line with { Nodes = (int)Number(option, 1, 7) },
        "--profile" => _line with { Profile = ProfileOf(Value(option)) },
        "--plant" => _line with { Plant = Value(option) },
        "--trace" => _line with { Trace = true },
        "--shrink" => _line with { ShrinkSeconds = (int)Number(option, 0, 86_400) },
        "--list-plants" => _line with { ListPlants = true },
        "--list-profiles" => _line with { ListProfiles = true },
        "--help" or "-h" => _line with { Help = true },
        "--episode" => _line with { Episode = true },
        "--variation" => _line with { Variation = (int)Number(option, 0, int.MaxValue) },
        "--without" => _line with { Without = [.. Items(option).Select(KindOf)] },
        "--only" => _line with { Only = Faults(option) },
        _ => throw new UsageException($"unknown option {option}"),
    };

    private string Value(string option) =>
        _words.TryDequeue(out var value) ? value : throw new UsageException($"{option} needs a value");

    private ulong Seed(string option) =>
        ulong.TryParse(Value(option), out var seed) ? seed : throw NoNumber(option, "an unsigned 64-bit number");

    private long Number(string option, long least, long most) =>
        long.TryParse(Value(option), NumberStyles.None, null, out var number) && number >= least && number <= most
            ? number
            : throw NoNumber(option, $"a number {(most == long.MaxValue ? $"of at least {least}" : $"from {least} to {most}")}");

    private string[] Items(string option) => Value(option).Split(',', StringSplitOptions.RemoveEmptyEntries);

    private ImmutableSortedSet<string> Faults(string option) =>
        [.. Items(option).Where(item => item != "none").Select(NameOf)];

    private static string NameOf(string item) => FaultEvent.Parse(item)?.ToString() ?? throw NoFault(item);

    private static UsageException NoNumber(string option, string what) => new($"{option} needs {what}");

    private static UsageException NoFault(string item) => new($"{item} is no fault: give KIND:NUMBER, such as crash:3");

    private static Profile ProfileOf(string name) => ProfileCatalog.Find(name)
        ?? throw new UsageException($"there is no profile {name}: {string.Join(", ", ProfileCatalog.All.Select(p => p.Name))}");

    private static FaultKind KindOf(string name) => FaultNames.Parse(name)
        ?? throw new UsageException($"there is no fault {name}: {string.Join(", ", FaultNames.All)}");
}
