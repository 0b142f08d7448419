using System.CommandLine;
using Runink.Cli.Projects;
using Runink.Pipelines.Features;

namespace Runink.Cli.Commands;

/// <summary>The argument and options by which a command is told what features to take and what their parameters are.</summary>
internal sealed class FeatureOptions
{
    private readonly Argument<string[]> _features = new("FEATURE")
    {
        Description = "Feature files, or directories of them.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string[]> _parameters = new("--param")
    {
        Description = "Value of a placeholder {{param.NAME}}; may be given several times.",
        HelpName = "NAME=VALUE",
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_features);
        command.Add(_parameters);
    }

    /// <summary>Reads and plans what was asked for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="time">The time that placeholders mean.</param>
    public LoadedFeatures Load(ParseResult parsed, DateTimeOffset time) =>
        LoadedFeatures.Load(
            parsed.GetRequiredValue(_features), Environment.CurrentDirectory, new PlaceholderValues(Parameters(parsed), time));

    /// <summary>The parameters that were given.</summary>
    public Dictionary<string, string> Parameters(ParseResult parsed)
    {
        var values = new Dictionary<string, string>();
        foreach (var text in parsed.GetValue(_parameters) ?? [])
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw CliErrors.Usage($"--param {text} is not of the form NAME=VALUE", "for example --param day=2026-05-01");
            if (!values.TryAdd(text[..equals], text[(equals + 1)..]))
                throw CliErrors.Usage($"--param {text[..equals]} is given twice");
        }

        return values;
    }
}
