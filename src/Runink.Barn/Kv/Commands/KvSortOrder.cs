namespace Runink.Barn;

/// <summary>The order of a range's answer; the numbers are those of etcd's API.</summary>
public enum KvSortOrder
{
    /// <summary>As the keys lie in the store, unless the target says otherwise.</summary>
    None,

    /// <summary>Smallest first.</summary>
    Ascend,

    /// <summary>Largest first.</summary>
    Descend,
}

/// <summary>What a range's answer is ordered by; the numbers are those of etcd's API.</summary>
public enum KvSortTarget
{
    /// <summary>The key.</summary>
    Key,

    /// <summary>The number of changes since the key was created.</summary>
    Version,

    /// <summary>The revision at which the key was created.</summary>
    Create,

    /// <summary>The revision of the last change.</summary>
    Mod,

    /// <summary>The value.</summary>
    Value,
}
