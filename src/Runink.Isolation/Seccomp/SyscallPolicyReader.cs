using System.Collections.Frozen;
using System.Globalization;

namespace Runink.Isolation.Seccomp;

/// <summary>Reads a policy line by line. A name that no architecture has is an error: a typing mistake must not go unnoticed.</summary>
internal sealed class SyscallPolicyReader
{
    private const string GroupOfAllowed = "[allow]";
    private const string GroupOfMissing = "[missing]";
    private const string Form = "a rule is: name [when argN [& MASK] is [not] VALUE[|VALUE…] [and …]]";
    private const int Arguments = 6;
    private const int ValuesMax = 32;

    private readonly List<SyscallRule> _rules = [];
    private readonly HashSet<string> _missing = new(StringComparer.Ordinal);
    private string? _group;
    private int _line;

    public static SyscallPolicy Read(string text)
    {
        var reader = new SyscallPolicyReader();
        foreach (var line in text.Split('\n')) reader.ReadLine(line.Split('#')[0].Trim());
        return new SyscallPolicy(reader._rules, reader._missing.ToFrozenSet(StringComparer.Ordinal));
    }

    private void ReadLine(string line)
    {
        _line++;
        if (line.Length == 0) return;
        if (line[0] == '[') ReadGroup(line);
        else ReadRule(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private void ReadGroup(string line)
    {
        var end = line.IndexOf(' ', StringComparison.Ordinal);
        var group = end < 0 ? line : line[..end];
        if (group is not (GroupOfAllowed or GroupOfMissing))
            throw Wrong($"there is no group {group}; groups are {GroupOfAllowed} and {GroupOfMissing}");
        if (end < 0) throw Wrong("a group needs a reason on its line");
        _group = group;
    }

    private void ReadRule(string[] words)
    {
        var name = words[0];
        if (_group is null) throw Wrong($"{name} stands before the first group");
        if (!SyscallTable.IsKnownAnywhere(name)) throw Wrong($"no architecture has a system call {name}");
        if (_group == GroupOfAllowed) Allow(new SyscallRule(name, ReadTests(words)));
        else if (words.Length > 1) throw Wrong("a missing call has no conditions");
        else if (_rules.Exists(rule => rule.Name == name) || !_missing.Add(name)) throw Wrong($"{name} is named twice");
    }

    private void Allow(SyscallRule rule)
    {
        // Beside a rule without conditions, another one for the same name would say nothing.
        var twice = _rules.Exists(other => other.Name == rule.Name && (other.Tests.Count == 0 || rule.Tests.Count == 0));
        if (twice || _missing.Contains(rule.Name)) throw Wrong($"{rule.Name} is named twice");
        _rules.Add(rule);
    }

    private List<ArgumentTest> ReadTests(string[] words)
    {
        var tests = new List<ArgumentTest>();
        if (words.Length == 1) return tests;
        if (words[1] != "when") throw Wrong(Form);
        var next = 2;
        while (true)
        {
            tests.Add(ReadTest(words, ref next));
            if (next == words.Length) return tests;
            if (words[next++] != "and") throw Wrong(Form);
        }
    }

    private ArgumentTest ReadTest(string[] words, ref int next)
    {
        var argument = Take(words, ref next);
        if (argument.Length != 4 || !argument.StartsWith("arg", StringComparison.Ordinal) || argument[3] - '0' is < 0 or >= Arguments)
            throw Wrong($"{argument} is no argument: arg0 to arg{Arguments - 1}");
        var mask = uint.MaxValue;
        if (Peek(words, next) == "&")
        {
            next++;
            mask = Number(Take(words, ref next));
        }

        if (Take(words, ref next) != "is") throw Wrong(Form);
        var negated = Peek(words, next) == "not";
        if (negated) next++;
        var values = Take(words, ref next).Split('|').Select(Number).ToList();
        if (values.Count > ValuesMax) throw Wrong($"more than {ValuesMax} values in one test");
        if (values.Exists(value => (value & ~mask) != 0)) throw Wrong("a value has bits outside the mask: it can never be equal");
        return new ArgumentTest(argument[3] - '0', mask, negated, values);
    }

    private static string? Peek(string[] words, int next) => next < words.Length ? words[next] : null;

    private string Take(string[] words, ref int next) => next < words.Length ? words[next++] : throw Wrong(Form);

    private uint Number(string word)
    {
        var hexadecimal = word.StartsWith("0x", StringComparison.Ordinal);
        return hexadecimal && uint.TryParse(word.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            || !hexadecimal && uint.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out number)
            ? number
            : throw Wrong($"{word} is no number of 32 bits, decimal or with 0x");
    }

    private FormatException Wrong(string why) => new($"policy, line {_line}: {why}");
}
