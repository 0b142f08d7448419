namespace Runink.Data.Arrow;

/// <summary>
/// How much a reader takes from whoever wrote: a peer must not be able to make it allocate without bound. Immutable.
/// </summary>
public sealed record ArrowLimits
{
    /// <summary>The usual limits: 16 MiB of metadata a message, 2 GiB of body.</summary>
    public static ArrowLimits Default { get; } = new();

    /// <summary>The most bytes of one message's metadata; also of the texts in one schema.</summary>
    public int MaxMetadataBytes { get; init; } = 16 << 20;

    /// <summary>The most bytes of one message's body, compressed and decompressed, and of one dictionary.</summary>
    public int MaxBodyBytes { get; init; } = Array.MaxLength - (1 << 16);

    /// <summary>The most fields of one schema, nested ones included.</summary>
    public int MaxFields { get; init; } = 100_000;

    /// <summary>How deep fields may lie in each other.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>Whether texts are checked to be UTF-8 while they are read. The way into the engine always checks them.</summary>
    public bool CheckUtf8 { get; init; }
}
