namespace Runink.Simulation;

/// <summary>Every planted bug.</summary>
public static class PlantCatalog
{
    public static IReadOnlyList<Plant> All { get; } =
    [
        .. ElectionPlants.All, .. ReplicationPlants.All, .. StoragePlants.All, .. MembershipPlants.All, .. ReadPlants.All,
        .. SnapshotPlants.All,
    ];

    public static Plant? Find(string name) => All.FirstOrDefault(plant => plant.Name == name);
}
