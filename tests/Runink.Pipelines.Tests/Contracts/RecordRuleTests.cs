namespace Runink.Pipelines.Tests.Contracts;

/// <summary>Each test gives a property and the rules that it yields, as <c>id: kind [argument]: expected</c>.</summary>
public sealed class RecordRuleTests
{
    [Fact]
    public void The_rules_of_a_contract_are_these() => Assert.Equal(
        """
        trade_id.required: Required: not null
        trade_id.pattern: Pattern [^T[0-9]+$]: matches ^T[0-9]+$
        symbol.maxLength: MaxLength [12]: at most 12 characters
        symbol.known symbol: OneOf [MSFT|AAPL]: one of MSFT, AAPL
        price.logicalType: LogicalType: a number with at most 4 decimals
        price.required: Required: not null
        price.exclusiveMinimum: ExclusiveMinimum [0]: > 0
        price.multipleOf: MultipleOf [0.01]: a multiple of 0.01
        quantity.logicalType: LogicalType: a whole number
        quantity.minimum: Minimum [1]: >= 1
        traded_at.logicalType: LogicalType: an instant such as 2024-12-31T23:59:59Z
        traded_at.minimum: Minimum [2020-01-01 00:00:00+00]: >= 2020-01-01T00:00:00Z
        settles.logicalType: LogicalType [%d/%m/%Y]: a date written dd/MM/yyyy
        email.format: Format [email]: has the format email
        email.present: NotMissing [n/a|]: not null and none of n/a, ''
        trade_id.primaryKey: Unique: unique
        """,
        string.Join('\n', ContractText.ObjectOf("""
            - name: trade_id
              logicalType: string
              primaryKey: true
              logicalTypeOptions: {pattern: '^T[0-9]+$'}
            - name: symbol
              logicalType: string
              logicalTypeOptions: {maxLength: 12}
              quality:
                - {name: known symbol, metric: invalidValues, mustBe: 0, arguments: {validValues: [MSFT, AAPL]}}
            - name: price
              logicalType: number
              physicalType: DECIMAL(18,4)
              required: true
              logicalTypeOptions: {exclusiveMinimum: 0, multipleOf: 0.01}
            - name: quantity
              logicalType: integer
              logicalTypeOptions: {minimum: 1}
            - name: traded_at
              logicalType: timestamp
              logicalTypeOptions: {minimum: 2020-01-01T00:00:00Z}
            - name: settles
              logicalType: date
              logicalTypeOptions: {format: dd/MM/yyyy}
            - name: email
              logicalType: string
              logicalTypeOptions: {format: email}
              quality:
                - {name: present, metric: missingValues, mustBe: 0, arguments: {missingValues: [null, n/a, '']}}
            """).Rules.Select(ContractText.Show)), ignoreLineEndingDifferences: true);

    [Theory]
    [InlineData("required: true", "x.required: Required: not null")]
    [InlineData("required: false", "")]
    [InlineData("unique: true", "x.unique: Unique: unique")]
    [InlineData("primaryKey: true", "x.required: Required: not null; x.primaryKey: Unique: unique")]
    [InlineData("primaryKey: true, unique: true, required: true", "x.required: Required: not null; x.primaryKey: Unique: unique")]
    [InlineData("logicalTypeOptions: {minLength: 1, maxLength: 1}",
        "x.minLength: MinLength [1]: at least 1 character; x.maxLength: MaxLength [1]: at most 1 character")]
    [InlineData("logicalTypeOptions: {minLength: 0}", "")]
    [InlineData("logicalTypeOptions: {pattern: 'a|b'}", "x.pattern: Pattern [a|b]: matches a|b")]
    [InlineData("logicalTypeOptions: {format: uuid}", "x.format: Format [uuid]: has the format uuid")]
    [InlineData("logicalTypeOptions: {format: password}", "")]
    [InlineData("quality: [{metric: nullValues, mustBe: 0}]", "x.nullValues: Required: not null")]
    [InlineData("quality: [{rule: nullCheck, mustBe: 0}]", "x.nullValues: Required: not null")]
    [InlineData("quality: [{name: here, type: library, metric: nullValues, mustBe: 0, unit: rows}]",
        "x.here: Required: not null")]
    [InlineData("quality: [{metric: duplicateValues, mustBe: 0}]", "x.duplicateValues: Unique: unique")]
    [InlineData("quality: [{metric: missingValues, mustBe: 0, arguments: {missingValues: [null]}}]",
        "x.missingValues: Required: not null")]
    [InlineData("quality: [{metric: missingValues, mustBe: 0, arguments: {missingValues: ['null', n/a]}}]",
        "x.missingValues: NotMissing [null|n/a]: not null and none of null, n/a")]
    [InlineData("quality: [{metric: invalidValues, mustBe: 0, arguments: {pattern: '^a'}}]",
        "x.invalidValues: Pattern [^a]: matches ^a")]
    [InlineData("quality: [{rule: validValues, validValues: [a], mustBe: 0}]", "x.invalidValues: OneOf [a]: one of a")]
    [InlineData(
        "quality: [{name: n, metric: invalidValues, mustBe: 0, arguments: {validValues: [a, a, null, b], pattern: 'a'}}]",
        "x.n: OneOf [a|b]: one of a, b; x.n.pattern: Pattern [a]: matches a")]
    public void A_text_is_held_to(string demand, string rules) =>
        Assert.Equal(rules, string.Join("; ", ContractText.Rules($"- {{name: x, logicalType: string, {demand}}}")));

    [Theory]
    [InlineData("integer", "", "x.logicalType: LogicalType: a whole number")]
    [InlineData("integer", "minimum: -5, maximum: 5", "x.minimum: Minimum [-5]: >= -5; x.maximum: Maximum [5]: <= 5")]
    [InlineData("integer", "exclusiveMinimum: 0.5", "x.exclusiveMinimum: ExclusiveMinimum [0]: > 0.5")]
    [InlineData("integer", "minimum: 0.5", "x.minimum: Minimum [1]: >= 0.5")]
    [InlineData("integer", "maximum: -0.5", "x.maximum: Maximum [-1]: <= -0.5")]
    [InlineData("integer", "exclusiveMaximum: 10.5", "x.exclusiveMaximum: ExclusiveMaximum [11]: < 10.5")]
    [InlineData("integer", "maximum: 1e3", "x.maximum: Maximum [1000]: <= 1e3")]
    [InlineData("integer", "multipleOf: 1.5", "x.multipleOf: MultipleOf [3]: a multiple of 1.5")]
    [InlineData("integer", "multipleOf: 0.5", "x.multipleOf: MultipleOf [1]: a multiple of 0.5")]
    [InlineData("integer", "format: u8, maximum: 200", "x.maximum: Maximum [200]: <= 200")]
    [InlineData("integer", "format: i128, maximum: 1e38",
        "x.maximum: Maximum [100000000000000000000000000000000000000]: <= 1e38")]
    [InlineData("number", "exclusiveMinimum: 0, exclusiveMaximum: 0.1",
        "x.exclusiveMinimum: ExclusiveMinimum [0]: > 0; x.exclusiveMaximum: ExclusiveMaximum [0.1]: < 0.1")]
    [InlineData("number", "multipleOf: 0.25", "x.multipleOf: MultipleOf [0.25]: a multiple of 0.25")]
    [InlineData("date", "minimum: 2020-01-01", "x.minimum: Minimum [2020-01-01]: >= 2020-01-01")]
    [InlineData("date", "format: dd/MM/yyyy, exclusiveMaximum: 31/12/2024",
        "x.exclusiveMaximum: ExclusiveMaximum [2024-12-31]: < 31/12/2024")]
    [InlineData("date", "format: dd/MM/yyyy, maximum: '2024-12-31'", "x.maximum: Maximum [2024-12-31]: <= 2024-12-31")]
    [InlineData("time", "minimum: '09:30'", "x.minimum: Minimum [09:30:00]: >= 09:30")]
    [InlineData("time", "format: hh:mm a, maximum: '05:30 PM'", "x.maximum: Maximum [17:30:00]: <= 05:30 PM")]
    [InlineData("timestamp", "minimum: '2020-01-01 00:00:00+10:00'",
        "x.minimum: Minimum [2019-12-31 14:00:00+00]: >= 2020-01-01 00:00:00+10:00")]
    [InlineData("timestamp", "minimum: '2020-01-01T00:00:00-0330'",
        "x.minimum: Minimum [2020-01-01 03:30:00+00]: >= 2020-01-01T00:00:00-0330")]
    [InlineData("timestamp", "minimum: '2020-01-01'", "x.minimum: Minimum [2020-01-01 00:00:00+00]: >= 2020-01-01")]
    [InlineData("timestamp", "maximum: '2020-07-01 12:00:00.5', defaultTimezone: Europe/Lisbon",
        "x.maximum: Maximum [2020-07-01 11:00:00.5+00]: <= 2020-07-01 12:00:00.5")]
    [InlineData("timestamp", "maximum: '2020-07-01 12:00', timezone: false",
        "x.maximum: Maximum [2020-07-01 12:00:00]: <= 2020-07-01 12:00")]
    public void A_number_or_date_is_held_to(string type, string options, string rules)
    {
        var found = ContractText.Rules($"- {{name: x, logicalType: {type}, logicalTypeOptions: {{{options}}}}}");
        Assert.StartsWith("x.logicalType: LogicalType", found[0], StringComparison.Ordinal);
        Assert.Equal(rules, string.Join("; ", options.Length == 0 ? found : found.Skip(1)));
    }

    [Theory]
    [InlineData("integer", "[1, 2.0, 1e1]", "1|2|10")]
    [InlineData("number", "[1, 0.5, 1e20, 1e15, 1.5e-7, -0.0001]", "1.0|0.5|1e+20|1000000000000000.0|1.5e-07|-0.0001")]
    [InlineData("boolean", "[true]", "true")]
    [InlineData("date", "[2024-01-01]", "2024-01-01")]
    [InlineData("timestamp", "['2024-01-01T00:00:00+01:00']", "2023-12-31 23:00:00+00")]
    public void Valid_values_are_written_the_way_the_column_prints_them(string type, string values, string expected)
    {
        var property = $"- {{name: x, logicalType: {type}, quality: [{InvalidValues(values)}]}}";
        var rules = ContractText.ObjectOf(property).Rules;
        Assert.Equal(expected, string.Join('|', rules[^1].Values));
    }

    [Fact]
    public void A_long_list_of_values_is_cut_for_the_reader_of_a_dead_letter()
    {
        var values = string.Join(", ", Enumerable.Range(1, 12));
        var rules = ContractText.Rules($"- {{name: x, logicalType: integer, quality: [{InvalidValues($"[{values}]")}]}}");
        Assert.EndsWith(": one of 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, … (12 in all)", rules[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_primary_key_is_one_rule_over_its_columns_in_their_positions()
    {
        var rules = ContractText.Rules("""
            - {name: line, logicalType: integer, primaryKey: true, primaryKeyPosition: 2}
            - {name: order, logicalType: string, primaryKey: true, primaryKeyPosition: 1, unique: true}
            - {name: note, logicalType: string, primaryKey: false, primaryKeyPosition: -1}
            """);
        Assert.Equal(
            [
                "line.logicalType: LogicalType: a whole number", "line.required: Required: not null",
                "order.required: Required: not null",
                "order.unique: Unique: unique", "order, line.primaryKey: Unique: unique",
            ],
            rules);
    }

    [Fact]
    public void Duplicates_over_several_properties_are_one_rule()
    {
        var found = ContractText.Judged(
            "- {name: no twins, metric: duplicateValues, mustBe: 0, arguments: {properties: [b, A]}}");
        Assert.Equal("b, a.no twins: Unique: unique", ContractText.Show(found.Rules[^1]));
        Assert.Empty(found.Checks);
    }

    [Fact]
    public void An_instant_without_a_zone_is_in_the_contracts_default_zone()
    {
        var rule = ContractText.ObjectOf(
            "- {name: x, logicalType: timestamp, logicalTypeOptions: {format: dd.MM.yyyy HH:mm, "
            + "defaultTimezone: Australia/Sydney}}").Rules[0];
        Assert.Equal(("%d.%m.%Y %H:%M", "Australia/Sydney"), (rule.Argument, rule.TimeZone));
    }

    private static string InvalidValues(string values) =>
        $"{{metric: invalidValues, mustBe: 0, arguments: {{validValues: {values}}}}}";
}
