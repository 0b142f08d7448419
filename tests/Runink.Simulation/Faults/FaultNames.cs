using System.Text;

namespace Runink.Simulation;

/// <summary>What faults are called on the command line: lower case with hyphens.</summary>
public static class FaultNames
{
    private static readonly string[] Names = [.. Enum.GetValues<FaultKind>().Select(kind => Hyphenate(kind.ToString()))];

    public static IReadOnlyList<string> All => Names;

    public static string Of(FaultKind kind) => Names[(int)kind];

    public static FaultKind? Parse(string name) => Array.IndexOf(Names, name) is var place and >= 0 ? (FaultKind)place : null;

    private static string Hyphenate(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsUpper(c) && text.Length > 0) text.Append('-');
            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
