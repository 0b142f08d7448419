namespace Runink.Pipelines.Contracts.Reading;

/// <summary>The keys of ODCS v3.0 and v3.1, by where they stand.</summary>
internal static class KnownKeys
{
    private static readonly string[] Element =
    [
        "id", "name", "physicalName", "physicalType", "logicalType", "description", "businessName",
        "authoritativeDefinitions", "tags", "customProperties", "quality", "relationships", "properties",
    ];

    private static readonly string[] Operators =
    [
        "mustBe", "mustNotBe", "mustBeGreaterThan", "mustBeGreaterOrEqualTo", "mustBeLessThan", "mustBeLessOrEqualTo",
        "mustBeBetween", "mustNotBeBetween",
    ];

    public static readonly string[] Contract =
    [
        "version", "kind", "apiVersion", "id", "name", "tenant", "tags", "status", "servers", "dataProduct",
        "description", "domain", "schema", "support", "price", "team", "roles", "slaDefaultElement", "slaProperties",
        "authoritativeDefinitions", "customProperties", "contractCreatedTs",
    ];

    public static readonly string[] SchemaObject = [.. Element, "dataGranularityDescription"];

    public static readonly string[] Property =
    [
        .. Element, "primaryKey", "primaryKeyPosition", "logicalTypeOptions", "required", "unique", "partitioned",
        "partitionKeyPosition", "classification", "encryptedName", "transformSourceObjects", "transformLogic",
        "transformDescription", "examples", "criticalDataElement", "items",
    ];

    public static readonly string[] Quality =
    [
        .. Operators, "id", "authoritativeDefinitions", "businessImpact", "customProperties", "description",
        "dimension", "method", "name", "schedule", "scheduler", "severity", "tags", "type", "unit", "metric", "rule",
        "arguments", "validValues", "query", "engine", "implementation",
    ];

    public static readonly string[] QualityArguments = ["missingValues", "validValues", "pattern", "properties"];

    public static IReadOnlyList<string> QualityOperators => Operators;
}
