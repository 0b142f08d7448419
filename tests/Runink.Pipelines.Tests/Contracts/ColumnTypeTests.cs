using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Tests.Contracts;

public sealed class ColumnTypeTests
{
    [Theory]
    [InlineData("logicalType: string", "text")]
    [InlineData("logicalType: integer", "int64")]
    [InlineData("logicalType: integer, logicalTypeOptions: {format: i8}", "int8")]
    [InlineData("logicalType: integer, logicalTypeOptions: {format: i16}", "int16")]
    [InlineData("logicalType: integer, logicalTypeOptions: {format: i32}", "int32")]
    [InlineData("logicalType: integer, logicalTypeOptions: {format: i64}", "int64")]
    [InlineData("logicalType: integer, logicalTypeOptions: {format: i128}", "int128")]
    [InlineData("logicalType: integer, logicalTypeOptions: {format: u8}", "uint8")]
    [InlineData("logicalType: integer, logicalTypeOptions: {format: u16}", "uint16")]
    [InlineData("logicalType: integer, logicalTypeOptions: {format: u32}", "uint32")]
    [InlineData("logicalType: integer, logicalTypeOptions: {format: u64}", "uint64")]
    [InlineData("logicalType: number", "float64")]
    [InlineData("logicalType: number, logicalTypeOptions: {format: f32}", "float32")]
    [InlineData("logicalType: number, logicalTypeOptions: {format: f64}, physicalType: 'numeric(10,2)'", "float64")]
    [InlineData("logicalType: number, physicalType: 'numeric(10,2)'", "decimal(10,2)")]
    [InlineData("logicalType: number, physicalType: 'DECIMAL(38)'", "decimal(38,0)")]
    [InlineData("logicalType: number, physicalType: 'NUMBER(12, 4)'", "decimal(12,4)")]
    [InlineData("logicalType: number, physicalType: numeric", "float64")]
    [InlineData("logicalType: date", "date")]
    [InlineData("logicalType: time", "time")]
    [InlineData("logicalType: timestamp", "timestamptz")]
    [InlineData("logicalType: timestamp, logicalTypeOptions: {timezone: true}", "timestamptz")]
    [InlineData("logicalType: timestamp, logicalTypeOptions: {timezone: false}", "timestamp")]
    [InlineData("logicalType: timestamp, logicalTypeOptions: {format: 'yyyy-MM-dd HH:mm:ss'}", "timestamptz")]
    [InlineData("logicalType: boolean", "boolean")]
    [InlineData("logicalType: array", "list(text)")]
    [InlineData("logicalType: array, items: {logicalType: integer}", "list(int64)")]
    [InlineData("logicalType: array, items: {logicalType: object, properties: [{name: id, logicalType: string}]}",
        "list(struct(\"id\" text))")]
    [InlineData("logicalType: object, properties: [{name: a, logicalType: date}, {name: b, logicalType: boolean}]",
        "struct(\"a\" date, \"b\" boolean)")]
    [InlineData("logicalType: object", "text")]
    [InlineData("physicalType: BIGINT", "int64")]
    [InlineData("physicalType: double", "float64")]
    public void A_property_becomes_a_column_of_type(string property, string type)
    {
        var found = ContractText.ObjectOf($"- {{name: x, {property}}}");
        Assert.Equal(type, Assert.Single(found.Columns).Type.ToString());
    }

    [Theory]
    [InlineData("", Classification.Internal)]
    [InlineData("classification: public", Classification.Public)]
    [InlineData("classification: Confidential", Classification.Confidential)]
    [InlineData("classification: RESTRICTED", Classification.Restricted)]
    [InlineData("classification: ''", Classification.Internal)]
    [InlineData("classification: top secret", Classification.Restricted)]
    public void A_property_is_classified(string property, Classification expected) =>
        Assert.Equal(expected,
            ContractText.ObjectOf($"- {{name: x, logicalType: string, {property}}}").Columns[0].Classification);

    [Theory]
    [InlineData("logicalType: object, properties: [{name: a}, {name: ssn, classification: restricted}]")]
    [InlineData("logicalType: array, items: {logicalType: string, classification: restricted}")]
    public void A_column_is_as_sensitive_as_what_is_nested_inside(string property) => Assert.Equal(
        Classification.Restricted,
        ContractText.ObjectOf($"- {{name: x, classification: public, {property}}}").Columns[0].Classification);

    [Fact]
    public void A_contract_knows_its_objects_by_name_and_its_bytes_by_hash()
    {
        var contract = ContractText.Read(ContractText.WithProperties("- {name: x, logicalType: string}")).Contract!;
        Assert.Equal(("t", "1.0.0", "c.odcs.yaml"), (contract.Id, contract.Version, contract.File));
        Assert.Equal(new SourceSpan("c.odcs.yaml", 7, 11, 1), contract.Find("t")!.At);
        Assert.Null(contract.Find("T"));
        Assert.Matches("^[0-9a-f]{64}$", contract.Hash);
        Assert.Equal(contract.Hash, contract.Refer(contract.Objects[0]).Hash);
        Assert.Equal(contract, ContractText.Read(ContractText.WithProperties("- {name: x, logicalType: string}")).Contract);
    }
}
