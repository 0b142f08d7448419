using System.Globalization;

namespace Runink.Raft.Tests;

/// <summary>Reads the notation of the traces from left to right; what does not fit is an error that shows where.</summary>
internal sealed class TextCursor(string text)
{
    private int _at;

    public bool IsAtEnd => _at >= text.Length;

    public bool Takes(string word)
    {
        if (!text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal)) return false;
        _at += word.Length;
        return true;
    }

    public void Expect(string word)
    {
        if (!Takes(word)) throw Wrong($"'{word}'");
    }

    public long Number()
    {
        var from = _at;
        while (!IsAtEnd && char.IsAsciiDigit(text[_at])) _at++;
        return _at > from ? long.Parse(text.AsSpan(from, _at - from), CultureInfo.InvariantCulture) : throw Wrong("a number");
    }

    public string Word()
    {
        var from = _at;
        while (!IsAtEnd && char.IsAsciiLetter(text[_at])) _at++;
        return _at > from ? text[from.._at] : throw Wrong("a word");
    }

    public string UpTo(char end)
    {
        var at = text.IndexOf(end, _at);
        if (at < 0) throw Wrong($"'{end}'");
        var taken = text[_at..at];
        _at = at + 1;
        return taken;
    }

    public void ExpectEnd()
    {
        if (!IsAtEnd) throw Wrong("the end");
    }

    public FormatException Wrong(string expected) => new($"expected {expected} at '{text[_at..]}' of '{text}'");
}
