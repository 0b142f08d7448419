using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;

namespace Runink.Execution.Tests.Stages;

public sealed class LetterPayloadTests : IDisposable
{
    private static readonly Column[] Customer =
    [
        new("id", ColumnType.Int64), new("name", ColumnType.Text), new("ssn", ColumnType.Text, Classification.Restricted), new("note", ColumnType.Text),
    ];

    private readonly StageHarness _stage = new();

    public void Dispose() => _stage.Dispose();

    [Theory]
    [InlineData("7,Smith,John,123-45-6789,x")]
    [InlineData("7,123-45-6789,x")]
    [InlineData("7,\"Smith\" John,,123-45-6789")]
    public void A_letter_of_a_record_whose_fields_may_be_displaced_shows_none_beside_a_mask(string record)
    {
        _stage.Write("data/t.csv", $"id,name,ssn,note\n{record}\n8,Miller,987-65-4321,y\n");
        _ = _stage.Run(Plan(new FieldMask("ssn", MaskMethod.KeepLast) { Keep = 4 })).Finished;
        var payload = Assert.Single(_stage.Letters()).Payload;
        Assert.DoesNotContain("6789", payload.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(("REDACTED", "REDACTED"), (payload.GetProperty("id").GetString(), payload.GetProperty("name").GetString()));
    }

    [Fact]
    public void A_letter_of_a_record_in_good_form_shows_what_is_not_masked()
    {
        _stage.Write("data/t.csv", "id,name,ssn,note\nx,Smith,123-45-6789,y\n");
        _ = _stage.Run(Plan(new FieldMask("ssn", MaskMethod.KeepLast) { Keep = 4 })).Finished;
        var payload = Assert.Single(_stage.Letters()).Payload;
        Assert.Equal(["x", "Smith", "*******6789", "y"], payload.EnumerateObject().Select(field => field.Value.GetString()));
    }

    [Fact]
    public void Where_nothing_is_masked_a_letter_shows_the_fields_as_they_stand()
    {
        _stage.Write("data/t.csv", "id,name,ssn,note\n7,Smith\n");
        _ = _stage.Run(Plan()).Finished;
        var payload = Assert.Single(_stage.Letters()).Payload;
        Assert.Equal(["7", "Smith", null, null], payload.EnumerateObject().Select(field => field.Value.GetString()));
    }

    private static ScenarioPlan Plan(params FieldMask[] masks)
    {
        var plan = new PlanBuilder();
        var source = plan.Source("customers", "csv://data/t.csv", Customer);
        return plan.Sink(masks.Length == 0 ? source : plan.Mask(source, masks), "parquet://out/t").Letters().Build();
    }
}
