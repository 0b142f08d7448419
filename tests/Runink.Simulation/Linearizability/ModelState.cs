namespace Runink.Simulation;

/// <summary>
/// The state of one sequential object as two words, so that remembering a state is cheap: a value, or a length and a hash.
/// </summary>
/// <param name="Value">The value of a register, whether an element is there, or the length of a list.</param>
/// <param name="Hash">The hash of a list.</param>
public readonly record struct ModelState(long Value, ulong Hash = 0);
