using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Runink.Cli.Output;
using Runink.Cli.Projects;
using Runink.Cli.Synth;
using Runink.Pipelines.Contracts;

namespace Runink.Cli.Commands;

/// <summary><c>runi synth</c>: makes data that meets a contract, with a share that does not.</summary>
internal sealed class SynthCommand : CliCommand
{
    private const long RowsMax = 1_000_000_000;

    private readonly Option<string> _contract = new("--contract")
    {
        Description = "The contract whose rules the rows meet.",
        HelpName = "FILE",
        Required = true,
    };
    private readonly Option<string> _table = new("--table")
    {
        Description = "Schema object of the contract; needed when it has several.",
        HelpName = "NAME",
    };
    private readonly Option<long> _rows = new("--rows")
    {
        Description = "How many rows.",
        HelpName = "N",
        DefaultValueFactory = _ => 1000,
    };
    private readonly Option<ulong> _seed = new("--seed")
    {
        Description = "Same seed, same bytes.",
        HelpName = "S",
        DefaultValueFactory = _ => 1,
    };
    private readonly Option<string> _bad = new("--bad")
    {
        Description = "Share of rows that break one rule each.",
        HelpName = "PERCENT",
        DefaultValueFactory = _ => "0%",
    };
    private readonly Option<string> _out = new("--out")
    {
        Description = "File to write; it is replaced when complete. Standard output without it.",
        HelpName = "FILE",
    };
    private readonly Option<string> _format = new("--format")
    {
        Description = "csv or jsonl. By default the ending of --out says which, else csv.",
        HelpName = "FORMAT",
    };

    /// <summary>The command.</summary>
    public SynthCommand(Terminal terminal) : base("synth", "Make data that meets a contract, with a share of bad rows.", "Write")
    {
        _format.AcceptOnlyFromAmong("csv", "jsonl");
        foreach (var option in new Option[] { _contract, _table, _rows, _seed, _bad, _out, _format }) Add(option);
        SetAction((parsed, cancellation) => Task.FromResult(Make(parsed, terminal, cancellation)));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi synth --contract contracts/trade.odcs.yaml --rows 10", "Ten good rows on standard output."),
        new(
            "runi synth --contract contracts/trade.odcs.yaml --rows 1000000 --bad 1% --out data/trades.csv",
            "A million, one in a hundred of them bad in some way."),
    ];

    private int Make(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var rows = parsed.GetValue(_rows);
        if (rows is < 0 or > RowsMax) throw CliErrors.Usage($"--rows {rows} is not between 0 and {Human.Count(RowsMax)}");
        var table = Table(ContractFile.Read(parsed.GetValue(_contract)!, terminal), parsed.GetValue(_table));
        var synthesizer = new Synthesizer(table.Columns, table.Rules, parsed.GetValue(_seed), Share(parsed.GetValue(_bad)!));
        var file = parsed.GetValue(_out);
        var format = parsed.GetValue(_format) ?? (Path.GetExtension(file) is ".jsonl" or ".ndjson" ? "jsonl" : "csv");
        RowFormat layout = format == "jsonl" ? new RowFormat.JsonLines() : new RowFormat.Csv();
        var started = Stopwatch.GetTimestamp();
        var report = file is null
            ? synthesizer.Write(rows, layout, terminal.OutStream, cancellation)
            : SynthFile.Write(file, stream => synthesizer.Write(rows, layout, stream, cancellation));
        SynthFile.Tell(report, file, Stopwatch.GetElapsedTime(started), terminal);
        return 0;
    }

    private static ContractObject Table(Contract contract, string? name)
    {
        var names = string.Join(", ", contract.Objects.Select(candidate => candidate.Name));
        if (name is null && contract.Objects.Count != 1)
            throw CliErrors.Usage($"{contract.File} describes several tables: {names}", "choose one with --table");
        return name is null
            ? contract.Objects[0]
            : contract.Find(name) ?? throw CliErrors.NotFound($"{contract.File} has no table '{name}'", $"it has {names}");
    }

    private static double Share(string text)
    {
        var number = text.EndsWith('%') ? text[..^1] : text;
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
            || percent > 100)
        {
            throw CliErrors.Usage($"--bad {text} is not a percentage", "write it like 1% or 0.5%");
        }

        return percent / 100;
    }
}
