using Runink.Cli.Output;
using Runink.Pipelines.Contracts;

namespace Runink.Cli.Projects;

/// <summary>Reads a contract that a command line names, wherever it lies.</summary>
internal static class ContractFile
{
    /// <summary>The contract; what is wrong with it is shown, and ends the command when it is an error.</summary>
    public static Contract Read(string path, Terminal terminal)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.Usage($"cannot read the contract {path}: {e.Message}", "give the path of an ODCS file, *.odcs.yaml");
        }

        var reading = ContractReader.Parse(text, path);
        foreach (var warning in reading.Diagnostics.Where(diagnostic => !diagnostic.IsError)) terminal.Report(warning);
        return reading.Contract ?? throw terminal.Refuse(reading.Diagnostics);
    }
}
