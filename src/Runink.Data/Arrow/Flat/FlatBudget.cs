namespace Runink.Data.Arrow.Flat;

/// <summary>
/// What one schema may grow to while it is read. In FlatBuffers, many references may lead to the same text or table, so few bytes
/// could unfold into any number of objects.
/// </summary>
internal sealed class FlatBudget(ArrowLimits limits)
{
    private int _fields = limits.MaxFields;
    private long _text = limits.MaxMetadataBytes;

    internal void TakeText(int bytes)
    {
        // An empty text costs an object, too.
        _text -= bytes + 8L;
        if (_text < 0) throw new ArrowFormatException($"the texts of the schema have more than {limits.MaxMetadataBytes} bytes");
    }

    internal void TakeField(int depth)
    {
        if (--_fields < 0) throw new ArrowFormatException($"the schema has more than {limits.MaxFields} fields");
        if (depth > limits.MaxDepth) throw new ArrowFormatException($"fields lie more than {limits.MaxDepth} deep in each other");
    }
}
