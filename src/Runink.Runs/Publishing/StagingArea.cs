using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;
using Runink.Runs.Files;

namespace Runink.Runs.Publishing;

/// <summary>
/// Where one attempt writes its parts aside: under <c>.runink/</c> when a rename from there reaches the dataset, otherwise in
/// a hidden directory on the dataset's filesystem, which the ledger names so that recovery finds it.
/// </summary>
/// <param name="Targets">A directory for every sink and the dead letters.</param>
/// <param name="Outside">Those of them that do not lie under <c>.runink/</c>.</param>
internal sealed record StagingArea(IReadOnlyList<StagingTarget> Targets, IReadOnlyList<string> Outside)
{
    /// <summary>Decides the places; makes nothing.</summary>
    public static StagingArea Plan(StatePaths state, string projectRoot, ScenarioPlan plan, string run, string stage, int attempt)
    {
        var inside = state.StagingOf(run, stage, attempt);
        var home = IdentityOf(NearestExisting(state.Root));
        List<StagingTarget> targets = [];
        List<string> outside = [];
        foreach (var (sink, place) in Places(projectRoot, plan))
        {
            var name = sink == StagingTarget.DeadLetters ? "dead-letters" : $"sink-{sink}";
            var existing = NearestExisting(place.Directory);
            if (IdentityOf(existing).SharesFilesystem(home))
            {
                targets.Add(new(sink, Path.Combine(inside, name)));
                continue;
            }

            var beside = Path.Combine(Beside(existing, place.Directory), $".runink-staging-{run}-{stage}-{attempt}-{name}");
            targets.Add(new(sink, beside));
            outside.Add(beside);
        }

        return new(targets, outside);
    }

    /// <summary>The staging directory of a sink.</summary>
    public string Of(int sink) => Targets.First(target => target.Sink == sink).Directory;

    private static IEnumerable<(int Sink, DatasetPlace Place)> Places(string projectRoot, ScenarioPlan plan)
    {
        foreach (var sink in plan.Sinks) yield return (sink.Id, DatasetPlace.Of(projectRoot, sink.Dataset, sink.IsSingleFile));
        if (plan.DeadLetters is { } letters)
            yield return (StagingTarget.DeadLetters, DatasetPlace.Of(projectRoot, letters.Dataset, singleFile: false));
    }

    /// <summary>Next to the dataset's directory, unless that is itself the root of its filesystem: then inside it.</summary>
    private static string Beside(string existing, string dataset)
    {
        if (!string.Equals(existing, dataset, StringComparison.Ordinal)) return existing;
        var parent = Path.GetDirectoryName(existing) ?? existing;
        return IdentityOf(parent).SharesFilesystem(IdentityOf(existing)) ? parent : existing;
    }

    private static string NearestExisting(string path)
    {
        while (!Directory.Exists(path)) path = Path.GetDirectoryName(path) ?? throw new IOException($"'{path}' does not exist");
        return path;
    }

    private static FileIdentity IdentityOf(string path) =>
        Posix.Identify(path) ?? throw new IOException($"'{path}' does not exist any more");
}
