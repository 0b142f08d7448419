namespace Runink.Data.Arrow.Bridge;

/// <summary>
/// Turns stored values of one width into stored values of another, as many as there are. The column is named for errors only.
/// </summary>
internal delegate void ValueConversion(ReadOnlySpan<byte> source, Span<byte> target, string column);
