using Runink.Pipelines.Features;

namespace Runink.Pipelines.Tests.Features;

/// <summary>Features in the language that Runink aims for; this version knows a part of it.</summary>
public sealed class ExampleFeatureTests
{
    public static TheoryData<string> Names
    {
        get
        {
            var folder = Path.Combine(RepositoryFiles.Shared, "examples");
            if (!Directory.Exists(folder)) return [""];
            return [.. Directory.GetFiles(folder, "*.feature").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_feature_of_the_wider_language_has_no_other_errors_than_undefined_steps(string name)
    {
        var text = File.ReadAllText(Path.Combine(RepositoryFiles.SharedFolder("examples"), name));
        var reading = FeatureReader.Read(text, name);
        Assert.Null(reading.Feature);
        Assert.All(reading.Diagnostics, error => Assert.Equal(FeatureErrors.UndefinedStep, error.Definition));
    }
}
