namespace Runink.Execution.Sources.Json;

/// <summary>
/// Walks over the values of a json file: the elements of its array, or values one after the other. Commas and space between
/// them are passed over without being judged.
/// </summary>
internal unsafe ref struct JsonValues(byte* data, int length, bool inArray)
{
    /// <summary>Whether the walk is inside the array of the file.</summary>
    public bool InArray { get; private set; } = inArray;

    /// <summary>First byte that is not part of a value passed, or of what may stand between values.</summary>
    public int Position { get; private set; }

    /// <summary>Begin of the current value.</summary>
    public int Start { get; private set; }

    /// <summary>End of the current value.</summary>
    public readonly int End => Position;

    /// <summary>Whether the walk stands at a closing bracket that closes nothing.</summary>
    public readonly bool Misplaced => Position < length && data[Position] is (byte)'}' or (byte)']';

    /// <summary>Goes to the next value; false if none is whole.</summary>
    /// <param name="atEnd">Whether a number or word at the end of the bytes is whole.</param>
    public bool MoveNext(bool atEnd)
    {
        SkipBetween();
        if (Position == length || Misplaced) return false;
        int end = data[Position] is (byte)'{' or (byte)'[' or (byte)'"'
            ? JsonText.EndOf(data, Position, length)
            : EndOfWord(atEnd);
        if (end == JsonText.Open) return false;
        Start = Position;
        Position = end;
        return true;
    }

    private void SkipBetween()
    {
        for (; Position < length; Position++)
        {
            byte value = data[Position];
            if (value == '[' && !InArray) InArray = true;
            else if (value == ']' && InArray) InArray = false;
            else if (value != ',' && !JsonText.IsSpace(value)) return;
        }
    }

    private readonly int EndOfWord(bool atEnd)
    {
        int end = Position;
        while (end < length && !JsonText.IsSpace(data[end]) && ",[]{}\""u8.IndexOf(data[end]) < 0) end++;
        return end < length || atEnd ? end : JsonText.Open;
    }
}
