using Runink.Pipelines.Contracts;

namespace Runink.Pipelines.Tests.Contracts;

public sealed class DamagedContractTests
{
    private static readonly string[] Pieces =
    [
        "\n", "  ", ": ", "- ", "[", "]", "{", "}", "'", "\"", "&a ", "*a", "null", "-1", "1e999", "true", "#", "|", "\u0000", "é", "😀",
        "\t",
    ];

    [Fact]
    public void A_damaged_contract_is_reported_and_never_crashes_the_reader()
    {
        var random = Seed.Draw();
        for (var i = 0; i < 2000; i++)
        {
            var reading = ContractReader.Parse(Damage(Whole, random), "c.odcs.yaml");
            Assert.True(reading.Contract is not null || reading.Diagnostics.Any(diagnostic => diagnostic.IsError));
            Assert.All(reading.Diagnostics, diagnostic => Assert.True(diagnostic.At is { Line: > 0, Column: > 0, Length: >= 0 }));
        }
    }

    private static string Damage(string text, Random random)
    {
        for (var edits = random.Next(1, 4); edits > 0; edits--)
        {
            var at = random.Next(text.Length);
            var length = Math.Min(random.Next(8), text.Length - at);
            text = random.Next(3) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
                _ => text.Remove(at, length).Insert(at, Pieces[random.Next(Pieces.Length)]),
            };
        }

        return text;
    }

    private static string Whole => ContractText.WithProperties("""
        - name: id
          logicalType: integer
          primaryKey: true
          logicalTypeOptions: {minimum: 1, multipleOf: 0.5, format: i32}
        - name: at
          logicalType: timestamp
          logicalTypeOptions: {format: "dd/MM/yyyy HH:mm", maximum: "01/01/2030 00:00", defaultTimezone: Europe/Lisbon}
        - name: code
          logicalType: string
          classification: restricted
          logicalTypeOptions: {pattern: "^(?:[A-Z]{2}|\\d+)$", minLength: 1, maxLength: 9, format: uuid}
          quality:
            - {metric: invalidValues, mustBe: 0, arguments: {validValues: [a, b], pattern: a+}}
            - {metric: missingValues, mustBe: 0, arguments: {missingValues: [null, n/a]}}
            - {metric: nullValues, mustBeLessThan: 5, unit: percent, severity: warning}
        - name: tags
          logicalType: array
          items: {logicalType: object, properties: [{name: k, logicalType: date}]}
        """);
}
