using System.Text;
using System.Text.Json;
using Runink.Execution.Sources;
using Runink.Execution.Sources.Json;

namespace Runink.Execution.Tests.Sources.Json;

public sealed class JsonDifferentialTests : IDisposable
{
    private readonly ScratchDirectory _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Values_are_found_where_the_platforms_json_reader_finds_them()
    {
        int seed = Seed.Next();
        for (int round = 0; round < 1000; round++) CompareValues(new Random(HashCode.Combine(seed, round)));
    }

    [Fact]
    public void Lines_are_found_where_they_were_written()
    {
        int seed = Seed.Next();
        for (int round = 0; round < 1000; round++) CompareLines(new Random(HashCode.Combine(seed, round)));
    }

    private void CompareValues(Random random)
    {
        var values = Enumerable.Range(0, random.Next(60))
            .Select(_ => RandomJson.Value(random, laidOut: random.Next(2) == 0)).ToList();
        bool array = random.Next(2) == 0;
        if (!array) values.RemoveAll(value => value[0] == '['); // at the top an array stands for its elements
        var content = Encoding.UTF8.GetBytes(RandomJson.Document(random, values, array));
        var expected = Reference(content, array);
        Assert.Equal(values.Count, expected.Count);
        Assert.Equal(expected, Read(content, JsonFraming.Values, random));
    }

    private void CompareLines(Random random)
    {
        var text = new StringBuilder();
        var expected = new List<string>();
        int line = 1;
        for (int count = random.Next(60); count > 0; count--, line++)
        {
            bool blank = random.Next(6) == 0;
            string value = blank
                ? new string(" \t\r"[random.Next(3)], random.Next(70))
                : RandomJson.Value(random, laidOut: false);
            if (!blank) expected.Add(Describe(expected.Count + 1, line, Encoding.UTF8.GetByteCount(text.ToString()), value));
            text.Append(value).Append(random.Next(3) == 0 ? "\r\n" : "\n");
        }

        Assert.Equal(expected, Read(Encoding.UTF8.GetBytes(text.ToString()), JsonFraming.Lines, random));
    }

    private List<string> Read(byte[] content, JsonFraming framing, Random random)
    {
        var limits = new ReadLimits { BlockBytes = random.Next(1, 1000) };
        using var source = RecordSource.OpenJson([_files.Write("random.json", content)], framing, limits: limits);
        int threads = random.Next(20) == 0 ? random.Next(2, 5) : 1;
        var records = RecordCollector.ReadAll(source, columns: 1, threads);
        Assert.True(source.Progress.FullyConsumed);
        Assert.Equal(content.Length, source.Progress.BytesRead);
        return [.. records.Select(record => record.ToString())];
    }

    private static List<string> Reference(byte[] content, bool array)
    {
        int mark = content.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        var found = new List<string>();
        var reader = new Utf8JsonReader(content.AsSpan(mark), new JsonReaderOptions { AllowMultipleValues = true });
        if (array) reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            int start = mark + (int)reader.TokenStartIndex;
            reader.Skip();
            int end = mark + (int)reader.BytesConsumed;
            int line = 1 + content.AsSpan(0, start).Count((byte)'\n');
            found.Add(Describe(found.Count + 1, line, start, Encoding.UTF8.GetString(content.AsSpan(start, end - start))));
        }

        return found;
    }

    private static string Describe(int number, int line, int offset, string value)
    {
        var problems = value[0] == '{' ? RecordProblems.None : RecordProblems.NotAnObject;
        return new ReadRecord(0, number, line, offset, Encoding.UTF8.GetByteCount(value), problems, [value]).ToString();
    }
}
