using System.Numerics;
using System.Runtime.CompilerServices;
using Runink.Execution.Sources.Blocks;

namespace Runink.Execution.Sources.Json;

/// <summary>Finds where a json value ends, by brackets and strings alone; whether it is valid is the engine's to say.</summary>
internal static unsafe class JsonText
{
    /// <summary>Returned when a value does not end within the bytes.</summary>
    public const int Open = -1;

    public static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    /// <summary>The end of the object, array or string that begins at <paramref name="from"/>, or <see cref="Open"/>.</summary>
    /// <remarks>Loads up to 64 bytes past the end; where the value may be cut off, those must be zero.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int EndOf(byte* data, int from, int length)
    {
        bool isString = data[from] == '"';
        int depth = 0;
        ulong inString = 0; // all ones inside a string
        bool escaped = false;
        for (int at = from; at < length; at += ByteMask.Width)
        {
            byte* chunk = data + at;
            ulong quotes = ByteMask.Equal(chunk, (byte)'"');
            ulong slashes = ByteMask.Equal(chunk, (byte)'\\');
            if (escaped || slashes != 0) quotes &= ~Escaped(slashes, ref escaped);
            ulong strings = ByteMask.PrefixXor(quotes) ^ inString;
            inString = (ulong)((long)strings >> 63);
            ulong opening = ByteMask.EqualWithBit5(chunk, (byte)'{') & ~strings;
            ulong closing = ByteMask.EqualWithBit5(chunk, (byte)'}') & ~strings;
            ulong stringEnds = isString ? quotes & ~strings : 0;
            if (depth > BitOperations.PopCount(closing))
            {
                depth += BitOperations.PopCount(opening) - BitOperations.PopCount(closing);
                continue;
            }

            for (ulong marks = opening | closing | stringEnds; marks != 0; marks &= marks - 1)
            {
                ulong mark = marks & (0 - marks);
                depth += (opening & mark) != 0 ? 1 : (closing & mark) != 0 ? -1 : 0;
                if (depth == 0) return at + BitOperations.TrailingZeroCount(mark) + 1;
            }
        }

        return Open;
    }

    /// <summary>The bytes that a backslash before them makes text.</summary>
    private static ulong Escaped(ulong slashes, ref bool escaped)
    {
        ulong result = escaped ? 1UL : 0;
        slashes &= ~result;
        escaped = false;
        while (slashes != 0)
        {
            ulong slash = slashes & (0 - slashes);
            escaped = slash >> 63 != 0;
            result |= slash << 1;
            slashes &= ~(slash | (slash << 1));
        }

        return result;
    }
}
