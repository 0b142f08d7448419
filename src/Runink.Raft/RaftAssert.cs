using System.Diagnostics.CodeAnalysis;

namespace Runink.Raft;

/// <summary>The rules that a node checks of itself, in production too: a broken one stops it before it can do harm.</summary>
internal static class RaftAssert
{
    public static void That([DoesNotReturnIf(false)] bool holds, string rule)
    {
        if (!holds) Fail(rule);
    }

    [DoesNotReturn]
    public static void Fail(string rule) => throw new RaftAssertionException(rule);
}
