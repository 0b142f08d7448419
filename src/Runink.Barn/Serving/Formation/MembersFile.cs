using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Runink.Barn;

/// <summary>
/// The file <c>members</c> of a data directory: whom the node knew last. A cluster whose members all start again finds itself by it, since
/// what the state says of them is only known once they have. A checksum, and JSON with the format's version.
/// </summary>
internal static class MembersFile
{
    public const string Name = "members";

    private const string Part = "members.part";
    private const int Version = 1;
    private const int MostBytes = 1 << 20;

    /// <summary>Whom the node knew, and whether it joined; null when it never knew anybody.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static (IReadOnlyList<KvMember> Members, bool Joins)? Read(IDisk disk)
    {
        try
        {
            using var file = disk.Open(Name);
            var bytes = new byte[Math.Min(file.Length, MostBytes)];
            return Parse(Encoding.UTF8.GetString(bytes.AsSpan(0, file.Read(0, bytes))));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Remembers them, durably.</summary>
    public static void Write(IDisk disk, IReadOnlyList<KvMember> members, bool joins)
    {
        disk.Delete(Part);
        using (var file = disk.Create(Part))
        {
            file.Write(0, Encoding.UTF8.GetBytes(Render(new(Version, joins, members))));
            file.Sync();
        }

        disk.Rename(Part, Name);
        disk.SyncFolder("");
    }

    private static string Render(Content content)
    {
        var json = JsonSerializer.Serialize(content);
        return string.Create(CultureInfo.InvariantCulture, $"{Checksum(json):x8} {json}\n");
    }

    private static (IReadOnlyList<KvMember> Members, bool Joins) Parse(string text)
    {
        var at = text.IndexOf(' ', StringComparison.Ordinal);
        var json = at < 0 ? "" : text[(at + 1)..].TrimEnd('\n');
        if (at < 0 || text[..at] != Checksum(json).ToString("x8", CultureInfo.InvariantCulture))
            throw new InvalidDataException($"the file {Name} is damaged: its checksum does not match");
        var content = JsonSerializer.Deserialize<Content>(json)!;
        if (content.Version != Version)
            throw new InvalidDataException($"the file {Name} has version {content.Version}, which this program does not know");
        return (content.Members, content.Joins);
    }

    private static uint Checksum(string text)
    {
        var crc = uint.MaxValue;
        foreach (var part in Encoding.UTF8.GetBytes(text)) crc = System.Numerics.BitOperations.Crc32C(crc, part);
        return ~crc;
    }

    private sealed record Content(int Version, bool Joins, IReadOnlyList<KvMember> Members);
}
