namespace Runink.Data.Arrow;

/// <summary>A column, or a part of a nested one. Immutable.</summary>
/// <param name="Name">Its name; names may repeat, and may be empty.</param>
/// <param name="Type">The type of its values, also when they stand in a dictionary.</param>
public sealed record ArrowField(string Name, ArrowType Type)
{
    /// <summary>Whether NULLs may occur.</summary>
    public bool IsNullable { get; init; } = true;

    /// <summary>The fields inside a list, struct or map.</summary>
    public IReadOnlyList<ArrowField> Children { get; init; } = [];

    /// <summary>How the values are looked up, when they are not stored themselves.</summary>
    public ArrowDictionary? Dictionary { get; init; }

    /// <summary>Notes of whoever wrote; names of extension types among them.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Metadata { get; init; } = [];

    /// <summary>The type of what its column stores: the place in the dictionary, or the value.</summary>
    internal ArrowType Stored => Dictionary?.Index ?? Type;

    /// <summary>The value of a note, or null.</summary>
    internal string? Note(string key)
    {
        foreach (var (name, value) in Metadata)
        {
            if (name == key) return value;
        }
        return null;
    }
}
