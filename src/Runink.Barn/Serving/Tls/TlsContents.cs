namespace Runink.Barn;

/// <summary>What <see cref="TlsFiles"/> hold at one time; equal when nothing has changed.</summary>
internal sealed record TlsContents(string Certificate, string Key, string? Authorities)
{
    public TlsMaterial Parse() => TlsMaterial.Parse(Certificate, Key, Authorities);
}
