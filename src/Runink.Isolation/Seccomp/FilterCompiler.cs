namespace Runink.Isolation.Seccomp;

/// <summary>
/// Turns a policy into instructions: the architecture first, then a balanced search over ranges of numbers that have the same
/// answer, so that any call costs some eight comparisons, and the kernel can tell which calls are always allowed and skip the
/// filter for them.
/// </summary>
internal static class FilterCompiler
{
    private const int InstructionsMax = 4096;
    private const uint OffsetOfNumber = 0;
    private const uint OffsetOfArchitecture = 4;
    private const uint OffsetOfArguments = 16;
    private const uint SizeOfArgument = 8;

    /// <exception cref="FormatException">The policy is too large for the kernel.</exception>
    public static IReadOnlyList<BpfInstruction> Compile(SyscallPolicy policy, SyscallTable table)
    {
        var search = Search(Ranges(policy, table));
        List<BpfInstruction> program =
        [
            BpfInstruction.Load(OffsetOfArchitecture),
            BpfInstruction.IfEqual(table.AuditArchitecture, then: 1, otherwise: 0),
            BpfInstruction.Return(Verdict.KillProcess),
            BpfInstruction.Load(OffsetOfNumber),
            .. search,
        ];
        return program.Count <= InstructionsMax
            ? program
            : throw new FormatException($"policy: {program.Count} instructions, the kernel takes {InstructionsMax}; shorten the rules");
    }

    /// <summary>
    /// All numbers from 0 on, cut where the answer changes. The last range has no end: young calls, numbers with the x32 bit and
    /// negative ones are all unknown, which is ENOSYS.
    /// </summary>
    private static List<NumberRange> Ranges(SyscallPolicy policy, SyscallTable table)
    {
        var rules = policy.Rules.ToLookup(rule => rule.Name, StringComparer.Ordinal);
        var ranges = new List<NumberRange>();
        for (uint number = 0; number <= table.Names.Keys.Max() + 1; number++)
        {
            var answer = Answer(policy, rules, table.Names.GetValueOrDefault(number));
            if (ranges.Count == 0 || !ranges[^1].Answer.SequenceEqual(answer)) ranges.Add(new NumberRange(number, answer));
        }

        return ranges;
    }

    private static List<BpfInstruction> Answer(SyscallPolicy policy, ILookup<string, SyscallRule> rules, string? name)
    {
        if (name is null || policy.Missing.Contains(name)) return [BpfInstruction.Return(Verdict.Missing)];
        var answer = new List<BpfInstruction>();
        foreach (var rule in rules[name])
        {
            answer.AddRange(Alternative(rule));
            if (rule.Tests.Count == 0) return answer;
        }

        answer.Add(BpfInstruction.Return(Verdict.Error(policy.Refusal)));
        return answer;
    }

    /// <summary>Returns "allow" when all tests hold, else goes on behind itself. Made from the end, where jumps lead.</summary>
    private static List<BpfInstruction> Alternative(SyscallRule rule)
    {
        List<BpfInstruction> code = [BpfInstruction.Return(Verdict.Allow)];
        foreach (var test in rule.Tests.Reverse()) code.InsertRange(0, Test(test, code.Count));
        return code;
    }

    /// <param name="test">Goes on behind itself when it holds.</param>
    /// <param name="rest">How far behind it the alternative ends; there it goes otherwise.</param>
    private static List<BpfInstruction> Test(ArgumentTest test, int rest)
    {
        List<BpfInstruction> code = [BpfInstruction.Load(OffsetOfArguments + (SizeOfArgument * (uint)test.Argument))];
        if (test.Mask != uint.MaxValue) code.Add(BpfInstruction.And(test.Mask));
        for (var i = 0; i < test.Values.Count; i++)
        {
            var left = test.Values.Count - 1 - i;
            var equal = test.Negated ? left + rest : left;
            var last = left == 0 && !test.Negated ? rest : 0;
            code.Add(BpfInstruction.IfEqual(test.Values[i], equal, last));
        }

        return code;
    }

    private static List<BpfInstruction> Search(List<NumberRange> ranges)
    {
        if (ranges.Count == 1) return ranges[0].Answer;
        var middle = ranges.Count / 2;
        var (low, high) = (Search(ranges[..middle]), Search(ranges[middle..]));
        var first = ranges[middle].First;
        // A conditional jump reaches 255 instructions, an unconditional one any distance.
        return low.Count <= byte.MaxValue
            ? [BpfInstruction.IfAtLeast(first, low.Count, 0), .. low, .. high]
            : [BpfInstruction.IfAtLeast(first, 0, 1), BpfInstruction.Jump(low.Count), .. low, .. high];
    }

    /// <summary>Numbers from <paramref name="First"/> to the next range's; each answer ends with a return on every way.</summary>
    private sealed record NumberRange(uint First, List<BpfInstruction> Answer);
}
