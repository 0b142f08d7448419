using System.Globalization;
using Runink.Cluster;

const string Usage = """
    usage: Runink.Cluster soak [--minutes N] [--nodes N] [--seed S] [--faults KIND,KIND...]
           Runink.Cluster recovery [--kills N]
    exit codes: 0 nothing was wrong, 1 something was, 2 usage, 3 this machine cannot run it
    """;

var kills = 30;
var isRecovery = args is ["recovery"] || (args is ["recovery", "--kills", var count]
    && int.TryParse(count, CultureInfo.InvariantCulture, out kills) && kills is > 0 and <= 10_000);
if (!isRecovery && (args is not ["soak", ..] || args.Length % 2 == 0))
{
    Console.Error.WriteLine(Usage);
    return 2;
}

if (Laboratory.WhyNot() is { } reason)
{
    Console.Error.WriteLine($"error: {reason}");
    return 3;
}

if (isRecovery) return await RecoveryCommand.RunAsync(kills, Console.Out);

var options = new SoakOptions { Seed = (ulong)Random.Shared.NextInt64(), Duration = TimeSpan.FromMinutes(60) };
for (var i = 1; i < args.Length; i += 2)
{
    if (args[i] == "--faults")
    {
        var known = args[i + 1].Split(',').Select(name => (IsKnown: Enum.TryParse<FaultKind>(name, out var kind), Kind: kind)).ToList();
        options = options with { Faults = [.. known.Where(fault => fault.IsKnown).Select(fault => fault.Kind)] };
        if (known.TrueForAll(fault => fault.IsKnown)) continue;
    }

    if (!ulong.TryParse(args[i + 1], CultureInfo.InvariantCulture, out var number)) number = ulong.MaxValue;
    switch (args[i])
    {
        case "--seed":
            options = options with { Seed = number };
            break;
        case "--minutes" when number is > 0 and <= 100_000:
            options = options with { Duration = TimeSpan.FromMinutes(number) };
            break;
        case "--nodes" when number is >= 3 and <= 9:
            options = options with { Nodes = (int)number };
            break;
        default:
            Console.Error.WriteLine(Usage);
            return 2;
    }
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {options.Seed}, {options.Nodes} nodes, {options.Duration.TotalMinutes} minutes"));
var report = await Soak.RunAsync(options, Console.Out);
Console.WriteLine(report);
foreach (var violation in report.Violations) Console.WriteLine($"VIOLATION {violation}");
return report.Violations.Count == 0 ? 0 : 1;
