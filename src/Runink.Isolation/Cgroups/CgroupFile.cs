using System.Text;

namespace Runink.Isolation.Cgroups;

/// <summary>Reads and writes the files of control groups, which are not like others: each write is a command.</summary>
internal static class CgroupFile
{
    /// <summary>Writes a value in one call, into a file that must exist.</summary>
    public static void Write(string path, string value)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.Write(handle, Encoding.ASCII.GetBytes(value), 0);
    }

    /// <summary>Reads a file of a group; empty when there is none or the group is gone.</summary>
    public static string Read(string group, string name)
    {
        var path = Path.Join(group, name);
        try
        {
            // Most counters are in one hierarchy only, and an exception for each of the others costs more than the start.
            return File.Exists(path) ? File.ReadAllText(path) : "";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A group that is removed while it is read fails with ENODEV.
            return "";
        }
    }
}
