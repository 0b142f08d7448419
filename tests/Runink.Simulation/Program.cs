using System.Buffers.Binary;
using System.Security.Cryptography;
using Runink.Simulation;

try
{
    switch (args)
    {
        case ["--list-plants"]: return PlantCommand.List(Console.Out);
        case ["--list-scopes"]: return ExploreCommand.List(Console.Out);
        case ["--hunt", ..]: return HuntCommand.Run(args.AsSpan(1), Console.Out);
        case [_, ..] when PlantCommand.IsDue(args): return PlantCommand.Run(args);
        case ["--barn", ..]: return BarnCommand.Node.Run(args.AsSpan(1), Console.Out);
        case ["--barn-cluster", ..]: return BarnCommand.Cluster.Run(args.AsSpan(1), Console.Out);
        case ["--explore", ..]: return ExploreCommand.Run(args.AsSpan(1), Console.Out, Console.Error);
    }

    var line = CommandLineParser.Parse(args);
    if (line.Help)
    {
        Console.WriteLine(CommandLineParser.Usage);
        return 0;
    }

    if (line.ListProfiles)
    {
        foreach (var profile in ProfileCatalog.All) Console.WriteLine($"{profile.Name,-12} {profile.Summary}");
        return 0;
    }

    var seed = line.Seed ?? BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    if (line.Seed is null) Console.WriteLine($"seed {seed}");
    return new Simulator(line, Console.Out, Episode.Run).Run(seed);
}
catch (UsageException wrong)
{
    Console.Error.WriteLine($"error: {wrong.Message}");
    Console.Error.WriteLine(CommandLineParser.Usage);
    return 2;
}
