using System.Globalization;
using Runink.Cli.Projects;
using Runink.Cli.Tests.EndToEnd.Disks;
using Runink.Pipelines.Projects;

namespace Runink.Cli.Tests.EndToEnd;

/// <summary>The trades example as a project in a directory of its own, with made data and a masking key.</summary>
internal sealed class TradesProject : IDisposable
{
    public const string Feature = "features/trades.feature";
    public const string Input = "data/trades.csv";
    public const string Contract = "contracts/trade.odcs.yaml";
    public const string Silver = "out/silver/trades";
    public const string Gold = "out/gold/daily.csv";
    public const string Letters = "out/dlq/trades";
    public const string Ballast = "data/ballast";

    private readonly TemporaryDirectory _directory = new();

    private TradesProject()
    {
    }

    public string Root => _directory.Path;

    /// <summary>The project before its first run, without data.</summary>
    public static TradesProject New()
    {
        var project = new TradesProject();
        ExampleProject.Extract("trades", project.Root);
        MaskingKey.Create(Project.Find(project.Root));
        return project;
    }

    /// <summary>The same files once more, state included.</summary>
    public TradesProject Copy()
    {
        var copy = new TradesProject();
        CopyTree(Root, copy.Root);
        return copy;
    }

    public string File(string name) => _directory.File(name);

    public void Write(string name, string text) => _directory.Write(name, text);

    public void Edit(string name, string old, string now)
    {
        var text = System.IO.File.ReadAllText(File(name));
        Assert.Contains(old, text, StringComparison.Ordinal);
        Write(name, text.Replace(old, now, StringComparison.Ordinal));
    }

    /// <summary>Replaces the input by made trades, one in a hundred of them bad.</summary>
    public void Synthesize(int rows, int seed, string bad = "1%")
    {
        var made = Runi.RunIn(
            Root, "synth", "--contract", Contract, "--rows", rows.ToString(CultureInfo.InvariantCulture),
            "--seed", seed.ToString(CultureInfo.InvariantCulture), "--bad", bad, "--out", Input);
        Assert.True(made.ExitCode == 0, made.Error);
    }

    public Outcome Run(params string[] options) => Runi.RunIn(Root, ["run", Feature, .. options]);

    public Outcome Resume() => Runi.RunIn(Root, "resume", "--last");

    public Outcome Invoke(params string[] args) => Runi.RunIn(Root, args);

    public RuniProcess Start(params string[] args) => RuniProcess.Start(Root, args);

    /// <summary>Puts everything onto a disk of its own, mounted at the same place.</summary>
    public Mount MoveToSmallDisk(int kibibytes)
    {
        using var aside = Copy();
        var disk = Mount.SmallDisk(Root, kibibytes);
        CopyTree(aside.Root, Root);
        return disk;
    }

    /// <summary>Writes until only so many bytes are free.</summary>
    public void FillDisk(long leave)
    {
        var free = new DriveInfo(Root).AvailableFreeSpace;
        using var ballast = System.IO.File.Create(File(Ballast));
        for (; free > leave; free -= 4096) ballast.Write(new byte[Math.Min(4096, free - leave)]);
    }

    /// <summary>Every file below a directory with its content, to tell whether anything changed.</summary>
    public IReadOnlyDictionary<string, string> ContentOf(string directory) => Directory
        .EnumerateFiles(File(directory), "*", SearchOption.AllDirectories)
        .ToDictionary(path => Path.GetRelativePath(Root, path), path => Convert.ToBase64String(System.IO.File.ReadAllBytes(path)), StringComparer.Ordinal);

    /// <summary>What lies in staging and spill directories, wherever they are.</summary>
    public IReadOnlyList<string> Litter() =>
    [
        .. new[] { ".runink/staging", ".runink/spill" }.Select(File).Where(Directory.Exists)
            .SelectMany(path => Directory.EnumerateFileSystemEntries(path, "*", SearchOption.AllDirectories)),
        .. Directory.EnumerateFileSystemEntries(Root, ".runink-staging-*", SearchOption.AllDirectories),
    ];

    public void Dispose() => _directory.Dispose();

    private static void CopyTree(string from, string to)
    {
        foreach (var path in Directory.EnumerateFiles(from, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            System.IO.File.Copy(path, target);
            System.IO.File.SetLastWriteTimeUtc(target, System.IO.File.GetLastWriteTimeUtc(path));
        }
    }
}
