namespace Runink.Runs.Publishing;

/// <summary>The path of a part within its dataset, whoever wrote it down.</summary>
internal static class PartPath
{
    /// <summary>Whether it is relative and stays below the dataset, with no empty or hidden name in it.</summary>
    public static bool IsValid(string path) =>
        !Path.IsPathRooted(path) && path.Split('/').All(name => name.Length > 0 && name[0] != '.');
}
