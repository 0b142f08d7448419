using Runink.Pipelines.Contracts;

namespace Runink.Pipelines.Tests.Contracts;

/// <summary>Reads the official examples of ODCS v3.1, which lie beside the repository and are not part of it.</summary>
public sealed class OfficialExampleTests
{
    [Fact]
    public void Every_official_example_is_read_without_an_error()
    {
        var files = Directory.GetFiles(RepositoryFiles.SharedFolder("conformance", "odcs", "examples"), "*.odcs.yaml",
            SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Assert.All(files, file =>
        {
            var reading = ContractReader.Parse(File.ReadAllText(file), Path.GetFileName(file));
            Assert.Empty(reading.Diagnostics.Where(diagnostic => diagnostic.IsError)
                .Select(diagnostic => $"{diagnostic.At}: {diagnostic.Message}"));
            Assert.NotNull(reading.Contract);
        });
    }
}
