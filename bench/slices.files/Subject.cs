namespace Runink.Bench.Slices;

/// <summary>Something that is started and ends.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="RunAsync">Runs it once; returns the milliseconds to its first row, or null when it has no rows.</param>
internal sealed record Subject(string Name, Func<Task<double?>> RunAsync);

/// <summary>One start.</summary>
/// <param name="Subject">Of what.</param>
/// <param name="Round">Which one.</param>
/// <param name="Milliseconds">From the call to the end, when nothing of it is left.</param>
/// <param name="FirstRow">From the call to its first row.</param>
/// <param name="Processor">Processor time of it and of who started it, in milliseconds; null where that lives on.</param>
internal sealed record Start(string Subject, int Round, double Milliseconds, double? FirstRow, double? Processor);
