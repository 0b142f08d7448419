using Runink.Pipelines.Features;
using Runink.Pipelines.Planning.Programs;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning.Steps;

/// <summary>Reads <c>with access to "a.example.org:443, b.example.org:5432"</c>.</summary>
internal static class EndpointList
{
    private const int Most = 64;

    /// <summary>The endpoints, or null when something is wrong with them, which is reported.</summary>
    public static EquatableList<string>? Read(StepValue written, ScenarioBuilder builder)
    {
        var list = builder.Context.Fill(written, builder.Diagnostics);
        var endpoints = new List<string>();
        foreach (var text in list.Text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!NetworkEndpoint.TryParse(text, out var endpoint, out var problem)) return Refuse($"\"{text}\" is no endpoint: {problem}");
            if (endpoints.Contains(endpoint)) return Refuse($"{endpoint} is named twice");
            endpoints.Add(endpoint);
        }

        return endpoints.Count <= Most ? [.. endpoints] : Refuse($"a step may reach {Most} endpoints, and this one names {endpoints.Count}");

        EquatableList<string>? Refuse(string message)
        {
            builder.Report(PlanErrors.Endpoint.Error(message, list.At));
            return null;
        }
    }
}
