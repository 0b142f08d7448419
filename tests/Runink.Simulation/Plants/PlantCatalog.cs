namespace Runink.Simulation;

/// <summary>Every planted bug.</summary>
public static class PlantCatalog
{
    public static IReadOnlyList<Plant> All { get; } =
    [
        .. ElectionPlants.All, .. ReplicationPlants.All, .. In("disk", StoragePlants.All),
        .. In("membership", MembershipPlants.All), .. In("learners", FeedPlants.All), .. ReadPlants.All,
        .. In("leases", LeasePlants.All), .. In("snapshots", SnapshotPlants.All), .. BarnPlants.All,
    ];

    public static Plant? Find(string name) => All.FirstOrDefault(plant => plant.Name == name);

    /// <summary>Plants that are hunted by that profile, unless they name another one.</summary>
    private static IEnumerable<Plant> In(string profile, IEnumerable<Plant> plants) =>
        plants.Select(plant => plant.Profile == ProfileCatalog.Mixed.Name ? plant with { Profile = profile } : plant);
}
