using Runink.Cli.Output;

namespace Runink.Cli.Synth;

/// <summary>Puts made data into files and says what was made.</summary>
internal static class SynthFile
{
    /// <summary>Says what was made, on standard error.</summary>
    public static void Tell(SynthReport report, string? file, TimeSpan time, Terminal terminal)
    {
        var error = terminal.Error;
        var place = file is null ? "" : $" in {file}";
        error.WriteLine($"{Human.Plural(report.Rows, "row")}, {Human.Bytes(report.Bytes)}{place}, {Human.Duration(time)}");
        if (report.Bad == 0) return;
        error.WriteLine($"{Human.Count(report.Bad)} of them bad:");
        var table = new TextTable(">ROWS", "MISTAKE", "RULE");
        foreach (var (mistake, count) in report.Mistakes) table.Add(Human.Count(count), mistake.Kind, mistake.Rule.Id);
        table.Write(error, terminal.ErrorPaint, indent: 2);
    }

    /// <summary>Writes a file aside and moves it into place when it is whole.</summary>
    public static SynthReport Write(string file, Func<Stream, SynthReport> write)
    {
        var aside = $"{file}.{Environment.ProcessId}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            SynthReport report;
            using (var stream = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
                report = write(stream);
            File.Move(aside, file, overwrite: true);
            return report;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.Usage($"cannot write {file}: {e.Message}", "choose another place with --out");
        }
        finally
        {
            File.Delete(aside);
        }
    }
}
