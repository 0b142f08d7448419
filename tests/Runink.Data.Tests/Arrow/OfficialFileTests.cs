using Runink.Data.Arrow;
using Runink.Data.Arrow.Ipc;

namespace Runink.Data.Tests.Arrow;

/// <summary>Reads the files with which the implementations of Arrow test each other.</summary>
public sealed class OfficialFileTests
{
    /// <summary>What Runink does not read, with the words that the error must hold.</summary>
    private static readonly Dictionary<string, string> Unread = new(StringComparer.Ordinal)
    {
        ["generated_binary_view"] = "views",
        ["generated_list_view"] = "list views",
        ["generated_run_end_encoded"] = "run-end encoded",
        ["generated_union"] = "a union",
    };

    [Fact]
    public void Every_official_stream_is_read_to_the_values_of_its_twin() =>
        ForEach(".stream", stream =>
        {
            using var reader = ArrowStreamReader.Open(stream);
            var batches = new List<string[][]>();
            while (reader.Read() is { } batch)
            {
                using (batch) batches.Add([.. batch.Columns.Select(Shown.Column)]);
            }
            Assert.True(reader.EndedByMark);
            return (reader.Schema, batches);
        });

    [Fact]
    public void Every_official_file_is_read_to_the_values_of_its_twin() =>
        ForEach(".arrow_file", stream =>
        {
            using var reader = ArrowFileReader.Open(stream);
            var batches = new List<string[][]>();
            for (var i = reader.BatchCount - 1; i >= 0; i--)
            {
                using var batch = reader.Read(i);
                batches.Insert(0, [.. batch.Columns.Select(Shown.Column)]);
            }
            return (reader.Schema, batches);
        });

    [Fact]
    public void Every_official_stream_survives_being_written_and_read_again()
    {
        foreach (var path in Directory.GetFiles(OfficialFiles.Folder(), "*.stream"))
        {
            if (Unread.ContainsKey(Path.GetFileNameWithoutExtension(path))) continue;
            using var original = ArrowStreamReader.Open(File.OpenRead(path));
            using var copy = new MemoryStream();
            using var writer = new ArrowStreamWriter(copy, original.Schema, leaveOpen: true);
            var values = new List<string[]>();
            while (original.Read() is { } batch)
            {
                using (batch)
                {
                    values.Add(Shown.Batch(batch));
                    writer.Write(batch);
                }
            }
            writer.End();
            copy.Position = 0;
            using var again = ArrowStreamReader.Open(copy);
            Assert.Equal(Shown.Schema(original.Schema), Shown.Schema(again.Schema));
            foreach (var expected in values)
            {
                using var batch = again.Read();
                Assert.NotNull(batch);
                Assert.Equal(expected, Shown.Batch(batch));
            }
            Assert.Null(again.Read());
        }
    }

    private static void ForEach(string ending, Func<Stream, (ArrowSchema Schema, List<string[][]> Batches)> read)
    {
        var paths = Directory.GetFiles(OfficialFiles.Folder(), "*" + ending);
        Assert.NotEmpty(paths);
        foreach (var path in paths)
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (Unread.TryGetValue(name, out var words))
            {
                Assert.Contains(words, Assert.Throws<ArrowFormatException>(() => read(File.OpenRead(path))).Message, StringComparison.Ordinal);
                continue;
            }
            using var twin = new Twin(Path.ChangeExtension(path, ".json.gz"));
            var (schema, batches) = read(File.OpenRead(path));
            Assert.Equal(twin.FieldNames, schema.Fields.Select(field => field.Name));
            Assert.True(twin.BatchCount == batches.Count, $"{name}: {batches.Count} batches");
            for (var batch = 0; batch < batches.Count; batch++)
            {
                for (var column = 0; column < schema.Fields.Count; column++)
                    Assert.Equal(twin.Column(batch, column, schema.Fields[column]), batches[batch][column]);
            }
        }
    }
}
