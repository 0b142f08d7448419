namespace Runink.Barn.Client;

/// <summary>A user of the cluster. Shown without the password.</summary>
/// <param name="Name">The name.</param>
/// <param name="Password">The password.</param>
public sealed record BarnUser(string Name, string Password)
{
    /// <summary>The name only.</summary>
    public override string ToString() => Name;
}
