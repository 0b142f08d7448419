namespace Runink.Data.Arrow;

/// <summary>
/// Data that claims to be Arrow breaks its format, a limit of <see cref="ArrowLimits"/>, or uses a part of it that Runink does
/// not read. The message says what, and in which column or at which byte.
/// </summary>
public sealed class ArrowFormatException : Exception
{
    /// <summary>Reports what is wrong and where.</summary>
    public ArrowFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Whether the bytes just end where more must come: their writer stopped, and what it wrote may be sound.</summary>
    public bool EndsEarly { get; init; }
}
