namespace Runink.Simulation;

/// <summary>A way to draw plans: what is troubled, and how hard.</summary>
public sealed class Profile(string name, string summary, Func<PlanDraft, EpisodePlan> shape)
{
    public string Name => name;

    public string Summary => summary;

    /// <summary>The plan of an episode. The same arguments give the same plan.</summary>
    public EpisodePlan Draw(ulong seed, long steps, int? nodes) => shape(new PlanDraft(seed, steps, nodes));
}
