using Runink.Isolation.Processes;

namespace Runink.Isolation.Tests;

/// <summary>Whose files are.</summary>
internal static class Owners
{
    public static void Give(string path, uint owner, uint group)
    {
        using var file = Posix.Name(path);
        FileCalls.GiveTo(file, owner, group);
    }

    public static (uint Owner, uint Group) Of(string path)
    {
        using var file = Posix.Name(path);
        var status = FileCalls.StatusOf(file);
        return (status.Owner, status.Group);
    }
}
