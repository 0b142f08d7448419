namespace Runink.Rpc;

/// <summary>One header of a block; its characters are the bytes of the wire, one to one.</summary>
internal readonly record struct HeaderField(string Name, string Value)
{
    /// <summary>What it counts for in the dynamic table and in a list of headers (RFC 7541, section 4.1).</summary>
    public int Size => Name.Length + Value.Length + 32;
}
