namespace Runink.Cli.Projects;

/// <summary>The example projects that the program carries with it.</summary>
internal static class ExampleProject
{
    private const string Prefix = "examples/";

    /// <summary>Writes the files of an example into a directory.</summary>
    /// <param name="example">Its directory name: <c>trades</c> or <c>orders</c>.</param>
    /// <param name="directory">Where to; made when it does not exist.</param>
    /// <returns>The paths written, relative to the directory, sorted.</returns>
    public static IReadOnlyList<string> Extract(string example, string directory)
    {
        var assembly = typeof(ExampleProject).Assembly;
        var files = new List<string>();
        foreach (var name in assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith($"{Prefix}{example}/", StringComparison.Ordinal)).Order())
        {
            var relative = name[(Prefix.Length + example.Length + 1)..];
            var path = Path.Combine(directory, relative);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var from = assembly.GetManifestResourceStream(name)!;
            using var to = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            from.CopyTo(to);
            files.Add(relative);
        }

        return files;
    }
}
