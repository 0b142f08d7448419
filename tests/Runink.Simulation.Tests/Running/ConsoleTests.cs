namespace Runink.Simulation.Tests;

/// <summary>Tests that listen to the console, which all share.</summary>
[CollectionDefinition(nameof(ConsoleTests), DisableParallelization = true)]
public sealed class ConsoleTests;
