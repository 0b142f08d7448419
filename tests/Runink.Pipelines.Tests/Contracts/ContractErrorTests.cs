using System.Globalization;
using System.Text;
using Runink.Pipelines.Contracts;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Tests.Projects;

namespace Runink.Pipelines.Tests.Contracts;

/// <summary>What is wrong is shown where it stands: properties begin at line 9, quality rules at line 12.</summary>
public sealed class ContractErrorTests
{
    [Theory]
    [InlineData("{minimum: 5, maximum: 3}", "integer", "9:83 R2011 no value of 'x' can be >= 5 and <= 3")]
    [InlineData("{exclusiveMinimum: 1, exclusiveMaximum: 2}", "integer", "9:101 R2011 no value of 'x' can be > 1 and < 2")]
    [InlineData("{minimum: 1, exclusiveMaximum: 1}", "number", "R2011 no value of 'x' can be >= 1 and < 1")]
    [InlineData("{minimum: 2024-02-01, maximum: 2024-01-01}", "date",
        "R2011 no value of 'x' can be >= 2024-02-01 and <= 2024-01-01")]
    [InlineData("{minimum: 300, format: i8}", "integer", "R2011 no int8 is >= 300")]
    [InlineData("{exclusiveMaximum: 0, format: u8}", "integer", "R2011 no uint8 is < 0")]
    [InlineData("{maximum: 300, format: i8}", "integer", "R2019 every int8 is <= 300")]
    [InlineData("{multipleOf: 0}", "integer", "R2011 multipleOf of 'x' must be greater than 0, not 0")]
    [InlineData("{multipleOf: -1}", "number", "R2011 multipleOf of 'x' must be greater than 0, not -1")]
    [InlineData("{multipleOf: 1000, format: i8}", "integer", "R2011 no int8 but 0 is a multiple of 1000")]
    [InlineData("{minLength: 5, maxLength: 3}", "string", "R2011 no text is at least 5 and at most 3 characters long")]
    [InlineData("{minLength: -1}", "string",
        "R2005 the 'minLength' of the logicalTypeOptions of 'x' must be a whole number, 0 or more, not '-1'")]
    [InlineData("{minimum: '5'}", "integer", "R2005 the 'minimum' of 'x' must be a number")]
    [InlineData("{minimum: five}", "number", "R2005 the 'minimum' of 'x' must be a number")]
    [InlineData("{minimum: 2024-02-30}", "date",
        "R2005 the minimum '2024-02-30' of 'x' cannot be used: it is not a date such as 2024-12-31")]
    [InlineData("{minimum: '2024-01-01T00:00:00Z', timezone: false}", "timestamp",
        "it has a zone, but the property says 'timezone: false'")]
    [InlineData("{timezone: false, format: 'dd/MM/yyyy HH:mm X'}", "timestamp",
        "R2011 the format has a zone, but 'timezone' is false")]
    [InlineData("{defaultTimezone: Mars/Olympus}", "timestamp", "R2005 the time zone 'Mars/Olympus' is not known")]
    [InlineData("{format: i7}", "integer", "R2014 the format 'i7' is not supported")]
    [InlineData("{format: u128}", "integer", "R2014 the format 'u128' is not supported")]
    [InlineData("{format: f16}", "number", "R2014 the format 'f16' is not supported")]
    [InlineData("{minimum: 3}", "string", "R2010 the option 'minimum' does not fit property 'x', which is of logicalType string")]
    [InlineData("{maxLength: 3}", "boolean",
        "R2010 the option 'maxLength' does not fit property 'x', which is of logicalType boolean")]
    [InlineData("{maxLenght: 3}", "string", "9:61 R2008 the logicalTypeOptions of 'x' has an unknown key 'maxLenght'")]
    [InlineData("{pattern: '^[a-z'}", "string",
        "9:72 R2012 the pattern of 'x' is wrong at character 2: this class is not closed")]
    [InlineData("{pattern: ^(?=a)}", "string", "R2013 the pattern of 'x' runs outside of the engine: it looks ahead")]
    [InlineData("{format: telephone}", "string", "R2015 the format 'telephone' of 'x' is not enforced in this version")]
    [InlineData("{minItems: 1}", "array", "R2015 minItems of 'x' is not enforced in this version")]
    [InlineData("{required: [a]}", "object", "R2015 what is required inside of 'x' is not enforced in this version")]
    [InlineData("{timezone: true, format: 'HH:mm:ssX'}", "time",
        "R2015 the zone of a time of day is not enforced in this version")]
    public void An_option_that_makes_no_sense_is_reported(string options, string type, string expected) =>
        Assert.Contains(expected, Shown($"- {{name: x, logicalType: {type}, logicalTypeOptions: {options}}}"),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("- {logicalType: string}", "9:10 R2004 a property of object 't' has no 'name'")]
    [InlineData("- {name: x, logicalType: strnig}", "9:32 R2009 the logicalType 'strnig' of property 'x' is not known")]
    [InlineData("- {name: x}", "9:10 R2009 property 'x' has no logicalType and is read as text")]
    [InlineData("- {name: x, logicalType: string, requird: true}",
        "9:40 R2008 a property of object 't' has an unknown key 'requird'")]
    [InlineData("- {name: x, logicalType: string, required: yes}",
        "R2005 the 'required' of property 'x' must be true or false, not 'yes'")]
    [InlineData("- {name: x, logicalType: string, classification: secret}",
        "R2016 the classification 'secret' is not known and counts as restricted")]
    [InlineData("- {name: x, logicalType: string, physicalName: y}",
        "R2015 the physicalName 'y' of 'x', whose column must be called 'x', is not enforced")]
    [InlineData("- {name: x, logicalType: number, physicalType: 'decimal(50,2)'}",
        "R2009 the physicalType 'decimal(50,2)' of property 'x' cannot be held")]
    [InlineData("- {name: x, logicalType: string}\n- {name: X, logicalType: string}",
        "10:16 R2007 object 't' has two properties 'X'")]
    [InlineData("- x", "9:9 R2005 the 'properties' of object 't' must be a list of mappings, not 'x'")]
    [InlineData("- {name: x, logicalType: array, items: {logicalType: string, required: true}}",
        "R2015 what is demanded of the items of property 'x' beyond its type")]
    [InlineData("- {name: x, logicalType: object, properties: [{name: a, logicalType: string}, {name: A, logicalType: string}]}",
        "R2007 property 'x' has two properties 'A'")]
    public void A_property_with_a_mistake_is_reported(string property, string expected) =>
        Assert.Contains(expected, Shown(property), StringComparison.Ordinal);

    [Theory]
    [InlineData("{metric: nullValues}", "R2004 the quality rule 'nullValues' of property 'x' has no operator")]
    [InlineData("{metric: nullValues, mustBe: 0, mustBeLessThan: 3}",
        "R2005 the quality rule 'nullValues' of property 'x' has more than one operator")]
    [InlineData("{metric: nullValues, mustBe: none}", "R2005 'mustBe' takes a number")]
    [InlineData("{metric: nullValues, mustBeBetween: [3, 1]}",
        "R2005 'mustBeBetween' takes a list of two numbers, the smaller one first")]
    [InlineData("{mustBe: 0}", "R2004 a quality rule of property 'x' has no 'metric'")]
    [InlineData("{metric: nulValues, mustBe: 0}", "R2005 the metric 'nulValues' is not known")]
    [InlineData("{type: libary, metric: nullValues, mustBe: 0}", "R2005 the quality type 'libary' is not known")]
    [InlineData("{metric: rowCount, mustBe: 0}",
        "R2010 the metric rowCount counts the records of an object, not the values of a property")]
    [InlineData("{metric: missingValues, mustBe: 0}", "R2004 the metric missingValues lacks its argument 'missingValues'")]
    [InlineData("{metric: invalidValues, mustBe: 0}",
        "R2004 the metric invalidValues lacks its argument 'validValues' or 'pattern'")]
    [InlineData("{metric: invalidValues, mustBe: 0, arguments: {validValues: [1, two]}}",
        "R2005 the valid value 'two' of 'x' is not a whole number")]
    [InlineData("{metric: invalidValues, mustBe: 0, arguments: {validValues: [1.5]}}",
        "R2005 the valid value '1.5' of 'x' is not a whole number")]
    [InlineData("{metric: invalidValues, mustBe: 0, arguments: {validValues: [null]}}", "R2011 'x' has no valid value")]
    [InlineData("{metric: invalidValues, mustBe: 0, arguments: {pattern: a}}",
        "R2010 a pattern fits text only, and 'x' is a whole number")]
    [InlineData("{metric: nullValues, mustBe: 0, severity: warning}",
        "R2015 the severity of 'nullValues', which fails each record that breaks it, is not enforced")]
    [InlineData("{metric: nullValues, mustBe: 0, severity: purple}",
        "R2017 the severity 'purple' is not known and counts as error")]
    [InlineData("{metric: nullValues, mustBeLessThan: 5}",
        "R2015 'mustBeLessThan' for nullValues of x is not enforced in this version")]
    [InlineData("{metric: nullValues, mustBe: 0, mustBee: 1}",
        "R2008 a quality rule of property 'x' has an unknown key 'mustBee'")]
    [InlineData("{metric: nullValues, mustBe: 0}, {metric: nullValues, mustBe: 0}", "R2007 'x' has two rules named 'nullValues'")]
    public void A_quality_rule_with_a_mistake_is_reported(string rule, string expected) =>
        Assert.Contains(expected, Shown($"- {{name: x, logicalType: integer, quality: [{rule}]}}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("- {metric: nullValues, mustBe: 0}",
        "R2010 the metric nullValues counts the values of a property, not the records of an object")]
    [InlineData("- {metric: duplicateValues, mustBe: 0}",
        "12:10 R2004 the metric duplicateValues lacks its argument 'properties'")]
    [InlineData("- {metric: duplicateValues, mustBe: 0, arguments: {properties: [a, c]}}",
        "12:74 R2005 there is no property 'c'")]
    [InlineData("- {metric: rowCount, mustBeLessThan: 0}", "R2011 no number of records meets 'mustBeLessThan'")]
    [InlineData("- {metric: rowCount, mustBeBetween: [0.2, 0.8]}", "R2011 no number of records meets 'mustBeBetween'")]
    public void A_quality_rule_of_an_object_with_a_mistake_is_reported(string rule, string expected) =>
        Assert.Contains(expected, Show(ContractText.WithQuality(rule)), StringComparison.Ordinal);

    [Theory]
    [InlineData("version", "1:1 R2004 the contract has no 'version'")]
    [InlineData("apiVersion", "1:1 R2004 the contract has no 'apiVersion'")]
    [InlineData("kind", "1:1 R2004 the contract has no 'kind'")]
    [InlineData("id", "1:1 R2004 the contract has no 'id'")]
    [InlineData("status", "1:1 R2004 the contract has no 'status'")]
    public void A_required_key_must_be_there(string key, string expected)
    {
        var yaml = string.Join('\n', ContractText.WithQuality("[]").Split('\n')
            .Where(line => !line.StartsWith($"{key}:", StringComparison.Ordinal)));
        Assert.Equal(expected, Show(yaml));
    }

    [Theory]
    [InlineData("apiVersion: v3.1.0", "apiVersion: v2.2.2", "2:13 R2006 version 'v2.2.2' of the standard is not supported")]
    [InlineData("kind: DataContract", "kind: Table", "3:7 R2006 the kind 'Table' is not a data contract")]
    [InlineData("id: t", "id: ''", "4:5 R2004 the 'id' of the contract is empty")]
    [InlineData("status: active", "status: active\nscheme: []", "6:1 R2008 the contract has an unknown key 'scheme'")]
    [InlineData("status: active", "status: active\nstatus: draft", "6:1 R2003 the key 'status' is given twice")]
    [InlineData("id: t", "id: \"t", "R2003 this is not valid YAML")]
    [InlineData("id: t", "id: *nowhere", "4:5 R2003 the anchor '&nowhere' is not defined before this")]
    [InlineData("  - name: t", "  - name: t\n    logicalType: string", "R2009 the logicalType of object 't' must be object")]
    [InlineData("  - name: t", "  - name: T\n  - name: t", "8:11 R2007 the contract has two objects 't'")]
    public void A_contract_with_a_mistake_is_reported(string right, string wrong, string expected) =>
        Assert.Contains(expected, Show(ContractText.WithQuality("[]").Replace(right, wrong, StringComparison.Ordinal)),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("", "1:1 R2005 a contract is a mapping of keys to values")]
    [InlineData("- a", "1:1 R2005 a contract is a mapping of keys to values")]
    public void What_is_no_mapping_is_no_contract(string yaml, string expected) => Assert.Equal(expected, Show(yaml));

    [Fact]
    public void An_error_leaves_no_contract_and_a_warning_does()
    {
        Assert.Null(ContractText.Read(ContractText.WithProperties("- {name: x, logicalType: strin}")).Contract);
        Assert.NotNull(ContractText.Read(ContractText.WithProperties("- {name: x, logicalType: string, note: y}")).Contract);
    }

    [Fact]
    public void A_misspelt_key_has_the_nearest_one_as_its_hint() => Assert.Equal(
        "did you mean \"maxLength\" or \"minLength\"?",
        ContractText.OnlyOf("- {name: x, logicalType: string, logicalTypeOptions: {maxLenght: 3}}").Hint);

    [Fact]
    public void Findings_come_in_the_order_of_the_file()
    {
        var found = ContractText.Read(ContractText.WithProperties("""
            - {name: x, logicalType: string, classification: a, foo: 1}
            - {name: y, logicalType: string, bar: 1, classification: a}
            """)).Diagnostics;
        Assert.Equal(4, found.Count);
        Assert.Equal(found.OrderBy(one => one.At!.Line).ThenBy(one => one.At!.Column), found);
    }

    [Fact]
    public void Aliases_that_stand_for_a_huge_tree_are_refused()
    {
        var yaml = new StringBuilder("- &l0 {name: p, logicalType: string}\n");
        for (var level = 1; level <= 10; level++)
        {
            var members = Enumerable.Range(0, 10).Select(i => $"{{name: m{i}, logicalType: array, items: *l{level - 1}}}");
            yaml.AppendLine(CultureInfo.InvariantCulture,
                $"- &l{level} {{name: l{level}, logicalType: object, properties: [{string.Join(", ", members)}]}}");
        }

        var wide = ContractText.WithProperties(yaml.ToString().TrimEnd());
        Assert.Contains(ContractText.Read(wide).Diagnostics, diagnostic => diagnostic.Definition == ContractErrors.TooLarge);
    }

    [Fact]
    public void Nesting_without_end_is_an_error_instead_of_a_crash() =>
        Assert.Equal("R2003", ContractText.Only($"schema: {new string('[', 100_000)}").Definition.Code);

    [Fact]
    public void A_contract_file_is_read_under_the_path_rules_of_the_project()
    {
        using var files = new TemporaryProject();
        files.Write("contracts/t.odcs.yaml", "\uFEFF" + ContractText.WithProperties("- {name: x, logicalType: string}"));
        File.WriteAllBytes(Path.Combine(files.Root, "latin.yaml"), [0x69, 0x64, 0x3A, 0xE9]);
        var (project, at) = (files.Open(), new SourceSpan("f.feature", 3, 24, 10));
        Assert.Equal("contracts/t.odcs.yaml", ContractReader.Read(project, "./contracts/t.odcs.yaml", at).Contract!.File);
        Diagnostic Only(string path) => Assert.Single(ContractReader.Read(project, path, at).Diagnostics);
        Assert.Equal(("R2001", at), (Only("contracts/none.yaml").Definition.Code, Only("contracts/none.yaml").At));
        Assert.Equal("R2001", Only("contracts").Definition.Code);
        Assert.Equal("R2002", Only("latin.yaml").Definition.Code);
        Assert.Equal("R6010", Only("../t.odcs.yaml").Definition.Code);
    }

    [Fact]
    public void Error_codes_are_unique_and_of_the_area()
    {
        var codes = ContractErrors.All.Select(definition => definition.Code).ToList();
        Assert.Equal(codes.Count, codes.Distinct(StringComparer.Ordinal).Count());
        Assert.All(codes, code => Assert.StartsWith("R2", code, StringComparison.Ordinal));
    }

    private static string Shown(string property) => Show(ContractText.WithProperties(property));

    private static string Show(string yaml) => string.Join('\n', ContractText.Read(yaml).Diagnostics.Select(ContractText.Show));
}
