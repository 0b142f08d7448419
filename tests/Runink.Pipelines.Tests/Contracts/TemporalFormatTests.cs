namespace Runink.Pipelines.Tests.Contracts;

public sealed class TemporalFormatTests
{
    [Theory]
    [InlineData("date", "dd/MM/yyyy", "%d/%m/%Y")]
    [InlineData("date", "d.M.yy", "%-d.%-m.%y")]
    [InlineData("date", "dd MMM uuuu", "%d %b %Y")]
    [InlineData("date", "EEEE, d MMMM yyyy", "%A, %-d %B %Y")]
    [InlineData("date", "yyyyMMdd", "%Y%m%d")]
    [InlineData("date", "yyyy-DDD", "%Y-%j")]
    [InlineData("date", "'Day' dd ''MM'' yyyy", "Day %d 'MM' %Y")]
    [InlineData("date", "dd%MM%yyyy", "%d%%%m%%%Y")]
    [InlineData("time", "hh:mm a", "%I:%M %p")]
    [InlineData("time", "HHmmss", "%H%M%S")]
    [InlineData("timestamp", "dd/MM/yyyy HH:mm:ss.SSS", "%d/%m/%Y %H:%M:%S.%g")]
    [InlineData("timestamp", "yyyyMMdd'T'HHmmssX", "%Y%m%dT%H%M%S%z")]
    public void A_format_is_translated_for_the_engine(string type, string format, string strptime) =>
        Assert.Equal(strptime.Replace("'MM'", "'%m'", StringComparison.Ordinal), Argument(type, format));

    [Theory]
    [InlineData("date", "yyyy-MM-dd")]
    [InlineData("time", "HH:mm:ss")]
    [InlineData("time", "HH:mm")]
    [InlineData("time", "HH:mm:ss.SSS")]
    [InlineData("timestamp", "yyyy-MM-dd HH:mm:ss")]
    [InlineData("timestamp", "yyyy-MM-ddTHH:mm:ssZ")]
    [InlineData("timestamp", "yyyy-MM-dd'T'HH:mm:ss'Z'")]
    [InlineData("timestamp", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX")]
    public void A_form_of_ISO_8601_needs_no_format(string type, string format) => Assert.Null(Argument(type, format));

    [Theory]
    [InlineData("date", "YYYY-MM-dd", "week-based year")]
    [InlineData("date", "yyyy-MM-DD", "day of the year")]
    [InlineData("date", "yyyy-MM", "do not all appear")]
    [InlineData("date", "HH:mm:ss", "do not all appear")]
    [InlineData("date", "yyyy[-MM]-dd", "not supported")]
    [InlineData("date", "yyyy-MM-dd'T", "not closed")]
    [InlineData("date", "yyyy-MM-dd G", "'G' is not supported")]
    [InlineData("time", "hh:mm", "12-hour clock")]
    [InlineData("time", "HH:mm a", "12-hour clock")]
    [InlineData("time", "mm:ss", "hour does not appear")]
    [InlineData("timestamp", "yyyy-MM-dd HH:mm:ss.SS", "fractions")]
    public void A_format_that_cannot_be_translated_is_an_error(string type, string format, string message)
    {
        var error = ContractText.OnlyOf(Property(type, format));
        Assert.True(error.IsError);
        Assert.Equal("R2014", error.Definition.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static string? Argument(string type, string format) =>
        ContractText.ObjectOf(Property(type, format)).Rules[0].Argument;

    private static string Property(string type, string format) =>
        $"- {{name: x, logicalType: {type}, logicalTypeOptions: {{format: \"{format}\"}}}}";
}
