namespace Runink.Store.Journal;

/// <summary>
/// The names in a journal's directory. Each generation is one file that begins with a snapshot; the newest is the journal.
/// Generations are removed oldest first, so a process can tell that the one it has open is still the newest by two looks:
/// it is there, and the next one is not.
/// </summary>
internal sealed class JournalDirectory(string path)
{
    private const string UnfinishedExtension = ".tmp";

    /// <summary>The directory.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>The file whose kernel lock guards the directory; it is never removed.</summary>
    public string LockFile => System.IO.Path.Combine(Path, "lock");

    public string File(GenerationName name) => System.IO.Path.Combine(Path, name.ToString());

    /// <summary>Where a generation is written before it gets its name.</summary>
    public string Unfinished(GenerationName name) => File(name) + UnfinishedExtension;

    public bool Has(GenerationName name) => System.IO.File.Exists(File(name));

    /// <summary>Whether a generation that was once the newest still is.</summary>
    public bool IsNewest(GenerationName name) => Has(name) && !Has(name.Next);

    /// <summary>The newest generation, or null when there is none.</summary>
    public GenerationName? Newest()
    {
        var all = Generations();
        if (all.Select(name => name.Identity).Distinct().Count() > 1)
        {
            throw new StoreUnavailableException(
                $"{Path} holds the files of two different journals", "move away the files that do not belong there");
        }

        return all.Count == 0 ? null : all.MaxBy(name => name.Number);
    }

    /// <summary>Makes the directory, and those on the way to it that are not there, durably.</summary>
    /// <param name="sync">Makes the names in a directory durable.</param>
    public void Make(Action<string> sync) => Make(Path, sync);

    /// <summary>Gives an unfinished file its name, durably. Called under the exclusive lock.</summary>
    public void Publish(GenerationName name)
    {
        System.IO.File.Move(Unfinished(name), File(name), overwrite: false);
        Sync();
    }

    /// <summary>Makes the names durable: whoever goes by a name that another process made must know that it stays.</summary>
    public void Sync() => Libc.SyncDirectory(Path);

    /// <summary>Removes what a compaction has replaced or left unfinished. Called under the exclusive lock.</summary>
    public void RemoveBefore(GenerationName newest)
    {
        foreach (var unfinished in Directory.GetFiles(Path, "*" + UnfinishedExtension)) System.IO.File.Delete(unfinished);
        foreach (var old in Generations().OrderBy(name => name.Number))
        {
            if (old.Number < newest.Number) System.IO.File.Delete(File(old));
        }
    }

    private static void Make(string path, Action<string> sync)
    {
        if (Directory.Exists(path)) return;
        var parent = System.IO.Path.GetDirectoryName(path) ?? throw new IOException($"cannot make '{path}'");
        Make(parent, sync);
        Directory.CreateDirectory(path);
        sync(parent);
    }

    private List<GenerationName> Generations() => Directory.Exists(Path)
        ? [.. Directory.EnumerateFiles(Path).Select(Parse).OfType<GenerationName>()]
        : [];

    private static GenerationName? Parse(string file) => GenerationName.Parse(System.IO.Path.GetFileName(file));
}
