using System.Text;

namespace Runink.Barn.Tests.Kv;

/// <summary>Short words for bytes.</summary>
public static class Text
{
    public static ReadOnlyMemory<byte> B(string text) => Encoding.Latin1.GetBytes(text);

    public static string S(ReadOnlyMemory<byte> bytes) => Encoding.Latin1.GetString(bytes.Span);
}
