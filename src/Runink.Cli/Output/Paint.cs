namespace Runink.Cli.Output;

/// <summary>Colours text, or leaves it alone where colour is not wanted. Colour never carries meaning by itself.</summary>
internal sealed class Paint
{
    private Paint(bool enabled) => IsEnabled = enabled;

    /// <summary>Plain text.</summary>
    public static Paint None { get; } = new(enabled: false);

    private static Paint Ansi { get; } = new(enabled: true);

    /// <summary>Whether anything is coloured.</summary>
    public bool IsEnabled { get; }

    /// <summary>Colours when <paramref name="enabled"/>.</summary>
    public static Paint When(bool enabled) => enabled ? Ansi : None;

    /// <summary>Failure.</summary>
    public string Red(string text) => Wrap("31", text);

    /// <summary>Success.</summary>
    public string Green(string text) => Wrap("32", text);

    /// <summary>Warning.</summary>
    public string Yellow(string text) => Wrap("33", text);

    /// <summary>Hints and things to type.</summary>
    public string Cyan(string text) => Wrap("36", text);

    /// <summary>Headings.</summary>
    public string Bold(string text) => Wrap("1", text);

    /// <summary>What may be skipped when reading.</summary>
    public string Dim(string text) => Wrap("2", text);

    private string Wrap(string code, string text) => IsEnabled ? $"\e[{code}m{text}\e[0m" : text;
}
