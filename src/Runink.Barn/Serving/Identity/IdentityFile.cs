using System.Globalization;
using System.Text;

namespace Runink.Barn;

/// <summary>
/// The file <c>identity</c> of a data directory: one line with the format's version, the two ids and a checksum. Written once, before
/// anything else is, so that a log never belongs to nobody.
/// </summary>
internal static class IdentityFile
{
    public const string Name = "identity";

    private const string Part = "identity.part";
    private const string Magic = "runink-barn-identity";
    private const string Version = "1";
    private const int MostBytes = 256;

    /// <summary>The identity that the directory has, or null when it has none yet.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static MemberIdentity? Read(IDisk disk)
    {
        try
        {
            using var file = disk.Open(Name);
            var bytes = new byte[Math.Min(file.Length, MostBytes)];
            return Parse(Encoding.ASCII.GetString(bytes.AsSpan(0, file.Read(0, bytes))));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Gives the directory its identity, durably.</summary>
    public static void Write(IDisk disk, MemberIdentity identity)
    {
        disk.Delete(Part);
        using (var file = disk.Create(Part))
        {
            file.Write(0, Encoding.ASCII.GetBytes(Render(identity)));
            file.Sync();
        }

        disk.Rename(Part, Name);
        disk.SyncFolder("");
    }

    private static string Render(MemberIdentity identity)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Magic} {Version} {identity.ClusterId:x16} {identity.MemberId:x16}");
        return string.Create(CultureInfo.InvariantCulture, $"{text} {Checksum(text):x8}\n");
    }

    private static MemberIdentity Parse(string text)
    {
        if (text.Split(' ') is not [Magic, var version, var cluster, var member, _]) throw new InvalidDataException($"the file {Name} is damaged");
        if (version != Version) throw new InvalidDataException($"the file {Name} has version {version}, which this program does not know");
        if (!ulong.TryParse(cluster, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var clusterId)
            || !ulong.TryParse(member, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var memberId)
            || Render(new(clusterId, memberId)) != text)
        {
            throw new InvalidDataException($"the file {Name} is damaged: its checksum does not match");
        }

        return new(clusterId, memberId);
    }

    private static uint Checksum(string text)
    {
        var crc = uint.MaxValue;
        foreach (var letter in text) crc = System.Numerics.BitOperations.Crc32C(crc, (byte)letter);
        return ~crc;
    }
}
