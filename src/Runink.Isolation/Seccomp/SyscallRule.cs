namespace Runink.Isolation.Seccomp;

/// <summary>A call is allowed when all these tests of its arguments hold; no tests: always.</summary>
internal sealed record SyscallRule(string Name, IReadOnlyList<ArgumentTest> Tests);

/// <summary>
/// A test of the low 32 bits of one argument, after a mask. Low bits only: the kernel takes the tested arguments as ints, so
/// their upper halves, which the caller may fill with anything, must not decide.
/// </summary>
/// <param name="Argument">From 0 to 5.</param>
/// <param name="Mask">What is looked at; all bits when nothing else is said.</param>
/// <param name="Negated">Whether the values are the ones that must not be there.</param>
/// <param name="Values">At least one.</param>
internal sealed record ArgumentTest(int Argument, uint Mask, bool Negated, IReadOnlyList<uint> Values);
