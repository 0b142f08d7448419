using System.Text;
using Runink.Pipelines.Diagnostics;

namespace Runink.Cli.Output;

/// <summary>
/// Where a command writes: data to <see cref="Out"/>, everything else to <see cref="Error"/>. Knows what each end can show.
/// One per process; not thread-safe.
/// </summary>
/// <param name="standardOutput">Bytes of standard output.</param>
/// <param name="error">Text of standard error, flushed at every write.</param>
internal sealed class Terminal(Stream standardOutput, TextWriter error)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Standard output as bytes, for bulk; do not mix with <see cref="Out"/>.</summary>
    public Stream OutStream { get; } = standardOutput;

    /// <summary>Standard output as text; flushed when the command ends.</summary>
    public TextWriter Out { get; } = new StreamWriter(standardOutput, Utf8, bufferSize: 16 * 1024, leaveOpen: true);

    /// <summary>Standard error.</summary>
    public TextWriter Error { get; } = error;

    /// <summary>Colours for <see cref="Out"/>.</summary>
    public Paint OutPaint { get; init; } = Paint.None;

    /// <summary>Colours for <see cref="Error"/>.</summary>
    public Paint ErrorPaint { get; init; } = Paint.None;

    /// <summary>Whether standard error can redraw lines: a terminal that is not dumb.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>Columns of the terminal; a fixed width where there is none.</summary>
    public int Width { get; init; } = 120;

    /// <summary>The terminal of this process. Honours NO_COLOR and TERM=dumb.</summary>
    public static Terminal FromEnvironment()
    {
        var dumb = string.Equals(Environment.GetEnvironmentVariable("TERM"), "dumb", StringComparison.Ordinal);
        var colour = !dumb && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var error = new StreamWriter(Console.OpenStandardError(), Utf8, bufferSize: 1024) { AutoFlush = true };
        return new Terminal(Console.OpenStandardOutput(), error)
        {
            OutPaint = Paint.When(colour && !Console.IsOutputRedirected),
            ErrorPaint = Paint.When(colour && !Console.IsErrorRedirected),
            IsInteractive = !dumb && !Console.IsErrorRedirected,
            Width = Console.IsOutputRedirected ? 120 : Math.Clamp(Console.WindowWidth, 40, 160),
        };
    }

    /// <summary>
    /// Directory that the files in diagnostics are relative to: the project's root, once a command has found it.
    /// </summary>
    public string SourceRoot { get; set; } = Environment.CurrentDirectory;

    /// <summary>Shows a diagnostic with the line it is about.</summary>
    public void Report(Diagnostic diagnostic)
    {
        Out.Flush();
        Error.Write(DiagnosticRenderer.Render(diagnostic, ReadSource, ErrorPaint.IsEnabled));
    }

    /// <summary>Shows all errors but the last one, and returns that as the exception which ends the command.</summary>
    public RuninkException Refuse(IEnumerable<Diagnostic> diagnostics)
    {
        var errors = diagnostics.Where(diagnostic => diagnostic.IsError).ToList();
        foreach (var one in errors.SkipLast(1)) Report(one);
        return new RuninkException(errors[^1], ExitCodes.BadInput);
    }

    /// <summary>Says what failed, also in the words of a server, and, on a second line, what to do about it.</summary>
    public void Fail(string what, string? hint)
    {
        Out.Flush();
        Error.WriteLine($"{ErrorPaint.Red("error:")} {TerminalText.Clean(what)}");
        if (hint is not null) Error.WriteLine($"{ErrorPaint.Cyan("hint:")} {hint}");
    }

    // A file that cannot be read any more only costs the excerpt.
    private string? ReadSource(string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(SourceRoot, file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
