namespace Runink.Data.Arrow.Ipc;

/// <summary>What reader and writer of files share.</summary>
internal static class ArrowFile
{
    /// <summary>What a file begins and ends with; at the beginning filled up to eight bytes.</summary>
    internal static ReadOnlySpan<byte> Magic => "ARROW1"u8;
}
