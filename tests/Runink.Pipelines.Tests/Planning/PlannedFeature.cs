using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Tests.Projects;

namespace Runink.Pipelines.Tests.Planning;

/// <summary>Plans features in a project of their own.</summary>
internal sealed class PlannedFeature : IDisposable
{
    public const string TradeContract = """
        apiVersion: v3.1.0
        kind: DataContract
        id: trade-contract
        version: 1.2.0
        status: active
        schema:
          - name: trade
            properties:
              - name: trade_id
                logicalType: string
                required: true
                unique: true
              - name: symbol
                logicalType: string
                classification: public
              - name: region
                logicalType: string
              - name: price
                logicalType: number
                logicalTypeOptions:
                  minimum: 0
              - name: quantity
                logicalType: integer
              - name: customer_email
                logicalType: string
                classification: confidential
              - name: customer_ssn
                logicalType: string
                classification: restricted
        """;

    private readonly TemporaryProject _project = new();

    public PlannedFeature() => Write("contracts/trade.odcs.yaml", TradeContract);

    public Dictionary<string, string> Parameters { get; } = [];

    public string Root => _project.Root;

    public void Write(string path, string text) => _project.Write(path, text);

    public PlanningResult Plan(params string[] features)
    {
        var bound = features.Select((text, i) =>
        {
            var reading = FeatureReader.Read(text, $"features/f{i}.feature");
            Assert.True(reading.Feature is not null, string.Join('\n', reading.Diagnostics.Select(found => $"{found.At} {found.Message}")));
            return reading.Feature;
        });
        var time = new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
        return Planner.Plan([.. bound], _project.Open(), new PlanOptions(new PlaceholderValues(Parameters, time)));
    }

    /// <summary>The plan of one scenario with these steps, which must have no error.</summary>
    public ScenarioPlan PlanSteps(string steps)
    {
        var result = Plan(Scenario(steps));
        Assert.True(!result.HasErrors, string.Join('\n', result.Diagnostics.Select(found => $"{found.Definition.Code} {found.At} {found.Message}")));
        return Assert.Single(result.Scenarios);
    }

    /// <summary>The only error of one scenario with these steps.</summary>
    public Diagnostic RefuseSteps(string steps) => Refuse(Scenario(steps));

    public Diagnostic Refuse(params string[] features)
    {
        var errors = Plan(features).Diagnostics.Where(found => found.IsError).ToList();
        Assert.True(errors.Count == 1, $"{errors.Count} errors: {string.Join('\n', errors.Select(found => $"{found.Definition.Code} {found.At} {found.Message}"))}");
        return errors[0];
    }

    public static string Scenario(string steps, string name = "one") =>
        $"Feature: f\n\n  Scenario: {name}\n{string.Concat(steps.Split('\n').Select(line => $"    {line}\n"))}";

    public void Dispose() => _project.Dispose();
}
