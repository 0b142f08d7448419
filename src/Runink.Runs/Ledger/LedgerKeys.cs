using Runink.Pipelines.Planning;

namespace Runink.Runs.Ledger;

/// <summary>Where the records of the herd <c>local</c> stand in the store.</summary>
public static class LedgerKeys
{
    private const string Herd = "/runink/h/local";

    /// <summary>Prefix of all runs.</summary>
    public const string Runs = Herd + "/runs/";

    /// <summary>Prefix of all dataset heads.</summary>
    public const string Datasets = Herd + "/datasets/";

    /// <summary>A run.</summary>
    public static string Run(string run) => Runs + run;

    /// <summary>Prefix of a run's stages.</summary>
    public static string Stages(string run) => $"{Herd}/stages/{run}/";

    /// <summary>A stage.</summary>
    public static string Stage(string run, string stage) => Stages(run) + stage;

    /// <summary>A slice.</summary>
    public static string Slice(string run, string stage, int number) => $"{Herd}/slices/{run}/{stage}/{number}";

    /// <summary>The head of a dataset: its identity, percent-encoded.</summary>
    public static string Dataset(DatasetRef dataset) => Datasets + Uri.EscapeDataString(dataset.Identity);
}
