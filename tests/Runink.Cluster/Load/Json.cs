using System.Text.Json;

namespace Runink.Cluster;

/// <summary>How outcomes are printed for programs.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static string Of<T>(T outcome) => JsonSerializer.Serialize(outcome, s_options);
}
