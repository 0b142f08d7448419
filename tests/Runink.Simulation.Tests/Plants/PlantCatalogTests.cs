namespace Runink.Simulation;

public sealed class PlantCatalogTests
{
    public static TheoryData<string> Names => [.. PlantCatalog.All.Select(plant => plant.Name)];

    [Fact]
    public void There_are_at_least_25_plants_each_with_a_name_of_its_own()
    {
        Assert.True(PlantCatalog.All.Count >= 25);
        Assert.Equal(PlantCatalog.All.Count, PlantCatalog.All.Select(plant => plant.Name).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_text_of_a_plant_stands_in_one_place_of_the_core_and_the_edited_core_compiles(string name) =>
        PlantCompiler.Check(PlantCatalog.Find(name)!);
}
