using Runink.Pipelines.Contracts;

namespace Runink.Pipelines.Tests.Contracts;

/// <summary>Reads the official examples of ODCS v3.1, which lie beside the repository and are not part of it.</summary>
public sealed class OfficialExampleTests
{
    private static readonly string Examples = Path.Combine(SharedDirectory(), "conformance", "odcs", "examples");

    [Fact]
    public void Every_official_example_is_read_without_an_error()
    {
        if (!Directory.Exists(Examples))
        {
            Assert.False(string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.Ordinal), $"{Examples} is missing");
            Assert.Skip($"the official ODCS examples are not at {Examples}; set RUNINK_SHARED to the directory that holds conformance/odcs");
        }

        var files = Directory.GetFiles(Examples, "*.odcs.yaml", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Assert.All(files, file =>
        {
            var reading = ContractReader.Parse(File.ReadAllText(file), Path.GetFileName(file));
            Assert.Empty(reading.Diagnostics.Where(diagnostic => diagnostic.IsError).Select(diagnostic => $"{diagnostic.At}: {diagnostic.Message}"));
            Assert.NotNull(reading.Contract);
        });
    }

    private static string SharedDirectory()
    {
        if (Environment.GetEnvironmentVariable("RUNINK_SHARED") is { Length: > 0 } given) return given;
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Runink.slnx"))) directory = directory.Parent;
        return Path.Combine(directory!.Parent!.FullName, "shared");
    }
}
