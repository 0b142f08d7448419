namespace Runink.Cli.Output;

/// <summary>Words of command lines that people paste.</summary>
internal static class ShellWord
{
    /// <summary>The text as one word of a POSIX shell: quoted when it holds anything unusual.</summary>
    public static string Quote(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:@%+=,".Contains(c, StringComparison.Ordinal))
            ? text
            : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
