namespace Runink.Pipelines.Planning;

/// <summary>How a value is masked.</summary>
public enum MaskMethod
{
    /// <summary>Replaced by a constant.</summary>
    Redact,

    /// <summary>HMAC-SHA-256 under the project's key, 64 hex digits.</summary>
    Hash,

    /// <summary>A short deterministic token under the project's key.</summary>
    Tokenize,

    /// <summary>Only the last <see cref="FieldMask.Keep"/> characters stay.</summary>
    KeepLast,

    /// <summary>Null.</summary>
    Null,

    /// <summary>A date to its month or year, a number to its bucket.</summary>
    Generalise,
}

/// <summary>The masking of one column. Null stays null under every method.</summary>
/// <param name="Field">Column.</param>
/// <param name="Method">Method.</param>
public sealed record FieldMask(string Field, MaskMethod Method)
{
    /// <summary>Characters that <see cref="MaskMethod.KeepLast"/> keeps.</summary>
    public int Keep { get; init; }

    /// <summary>For <see cref="MaskMethod.Generalise"/>: <c>month</c>, <c>year</c>, or the bucket width of a number.</summary>
    public string? To { get; init; }
}
