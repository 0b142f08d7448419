using System.Runtime.InteropServices;
using Runink.Isolation.Seccomp;

namespace Runink.Isolation.Tests.Seccomp;

/// <summary>The compiled filter against the policy read as it is written, over random policies, calls and arguments.</summary>
public sealed class FilterPropertyTests
{
    private const int Calls = 100_000;
    private const int Policies = 60;
    private const int AllowedMax = 120; // far from the kernel's limit of instructions

    [Fact]
    public void The_default_filter_answers_as_its_policy_says()
    {
        var random = Seed.Draw();
        foreach (var architecture in (Architecture[])[Architecture.X64, Architecture.Arm64])
            Compare(FilterUnderTest.Of(architecture), random, Calls);
    }

    [Fact]
    public void Any_filter_answers_as_its_policy_says()
    {
        var random = Seed.Draw();
        for (var i = 0; i < Policies; i++)
        {
            var architecture = random.Next(2) == 0 ? Architecture.X64 : Architecture.Arm64;
            Compare(new FilterUnderTest(SyscallPolicy.Parse(RandomPolicy(random, architecture)), architecture), random, Calls / Policies);
        }
    }

    private static string RandomPolicy(Random random, Architecture architecture)
    {
        var names = SyscallTable.Of(architecture).Numbers.Keys.Order(StringComparer.Ordinal).ToArray();
        random.Shuffle(names);
        var allowed = random.Next(AllowedMax);
        var lines = new List<string> { "[allow] random" };
        foreach (var name in names[..allowed])
        {
            if (random.Next(3) == 0) lines.Add(name);
            else for (var i = random.Next(1, 4); i > 0; i--) lines.Add($"{name} when {string.Join(" and ", RandomTests(random))}");
        }

        lines.Add("[missing] random");
        lines.AddRange(names[allowed..].Take(random.Next(20)));
        return string.Join('\n', lines);
    }

    private static IEnumerable<string> RandomTests(Random random)
    {
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var mask = random.Next(2) == 0 ? uint.MaxValue : (uint)random.Next(16);
            var values = string.Join('|', Enumerable.Range(0, random.Next(1, 6)).Select(_ => (uint)random.Next(16) & mask));
            yield return $"arg{random.Next(3)} & 0x{mask:x} is {(random.Next(2) == 0 ? "not " : "")}{values}";
        }
    }

    private static void Compare(FilterUnderTest filter, Random random, int calls)
    {
        var rules = filter.Policy.Rules.ToLookup(rule => rule.Name, StringComparer.Ordinal);
        for (var i = 0; i < calls; i++)
        {
            var architecture = random.Next(20) == 0 ? (uint)random.NextInt64(1L << 32) : filter.AuditArchitecture;
            var number = random.Next(20) == 0 ? (uint)random.NextInt64(1L << 32) : (uint)random.Next((int)filter.LastNumber + 5);
            var arguments = RandomArguments(random);
            var expected = Expected(filter, rules, architecture, number, arguments);
            var actual = filter.Machine.Run(architecture, number, arguments);
            Assert.True(expected == actual, $"{filter.NameOf(number)} ({number}) of {architecture:x}, {string.Join(' ', arguments)}: {actual:x}, not {expected:x}");
        }
    }

    // Small numbers often, so that conditions hold often, and any upper half.
    private static ulong[] RandomArguments(Random random) =>
        [.. Enumerable.Range(0, 6).Select(_ => ((ulong)random.NextInt64(1L << 32) << (random.Next(2) * 32)) | (uint)random.Next(1 << random.Next(1, 30)))];

    private static uint Expected(FilterUnderTest filter, ILookup<string, SyscallRule> rules, uint architecture, uint number, ulong[] arguments)
    {
        if (architecture != filter.AuditArchitecture) return FilterUnderTest.Kill;
        var name = filter.NameOf(number);
        if (name is null || filter.Policy.Missing.Contains(name)) return FilterUnderTest.NoSuchCall;
        var passes = rules[name].Any(rule => rule.Tests.All(test => Holds(test, arguments)));
        return passes ? FilterUnderTest.Allow : FilterUnderTest.NotPermitted;
    }

    private static bool Holds(ArgumentTest test, ulong[] arguments) =>
        test.Values.Contains((uint)arguments[test.Argument] & test.Mask) != test.Negated;
}
