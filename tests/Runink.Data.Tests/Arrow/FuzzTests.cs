using System.Buffers.Binary;
using System.Globalization;
using Runink.Data.Arrow;
using Runink.Data.Arrow.Bridge;
using Runink.Data.Arrow.Ipc;
using Runink.Data.Engines;

namespace Runink.Data.Tests.Arrow;

/// <summary>
/// Damages good data in many ways and reads all of it: either there are batches whose every value can be looked at, or an
/// <see cref="ArrowFormatException"/>. RUNINK_FUZZ sets the number of inputs.
/// </summary>
public sealed class FuzzTests
{
    private static readonly ArrowLimits Limits = new() { MaxBodyBytes = 1 << 20, MaxMetadataBytes = 1 << 16 };

    [Fact]
    public void Damaged_streams_and_files_are_refused_or_read_within_their_bounds()
    {
        var inputs = int.Parse(Environment.GetEnvironmentVariable("RUNINK_FUZZ") ?? "20000", CultureInfo.InvariantCulture);
        var random = Seed.Draw();
        var originals = Originals(".stream").Concat(Originals(".arrow_file")).ToArray();
        var refused = 0;
        for (var i = 0; i < inputs; i++)
        {
            var input = Damage(originals[random.Next(originals.Length)], random);
            try
            {
                LookAtAll(input);
            }
            catch (ArrowFormatException)
            {
                refused++;
            }
        }
        // A fuzzer whose inputs are all refused, or none, looks at nothing.
        Assert.InRange(refused, inputs / 20, inputs - inputs / 20);
    }

    [Fact]
    public void A_stream_that_is_cut_anywhere_is_refused_or_known_to_be_cut()
    {
        var random = new RandomBatches(Seed.Next());
        var schema = random.SchemaOfAll();
        using var batch = random.Batch(schema, 20);
        var bytes = RoundTripTests.Write(schema, batch).ToArray();
        for (var length = 0; length < bytes.Length; length += 1 + length / 50)
        {
            try
            {
                using var reader = ArrowStreamReader.Open(new MemoryStream(bytes, 0, length));
                while (reader.Read() is { } read) read.Dispose();
                Assert.False(reader.EndedByMark);
            }
            catch (ArrowFormatException)
            {
                // That is the other right answer.
            }
        }
    }

    [Fact]
    public void Damaged_streams_do_not_harm_the_engine()
    {
        var inputs = int.Parse(Environment.GetEnvironmentVariable("RUNINK_FUZZ") ?? "20000", CultureInfo.InvariantCulture) / 50;
        var random = Seed.Draw();
        var originals = Originals(".stream");
        using var test = new TestEngine();
        using var flows = new ArrowFlows();
        test.Engine.Register(flows);
        var read = 0;
        for (var i = 0; i < inputs; i++)
        {
            try
            {
                flows.Add($"f{i}", ArrowStreamReader.Open(new MemoryStream(Damage(originals[random.Next(originals.Length)], random)), Limits));
                // Everything is hashed and written as text; a column without buffers may claim any number of rows.
                test.Scalar($"SELECT count(DISTINCT t) + sum(length(t::VARCHAR)) FROM (FROM arrow_stream('f{i}') LIMIT 3000) t");
                read++;
            }
            catch (Exception e) when (e is ArrowFormatException or EngineException)
            {
                // Refused, which is the usual answer.
            }
        }
        Assert.InRange(read, inputs / 20, inputs - 1);
        Assert.Equal(42, test.Scalar("SELECT 42"));
    }

    private static byte[][] Originals(string ending) =>
        [.. Directory.GetFiles(OfficialFiles.Folder(), "*" + ending).Select(File.ReadAllBytes).Where(bytes => bytes.Length < 20_000)];

    private static byte[] Damage(byte[] original, Random random)
    {
        var bytes = original.ToArray();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(bytes.Length - 8);
            switch (random.Next(6))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at & ~3), Extreme(random)); break;
                case 3: BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at & ~7), Extreme(random) * (random.Next(2) == 0 ? 1L : 1L << 31)); break;
                case 4: bytes.AsSpan(at, Math.Min(8 * random.Next(1, 9), bytes.Length - at)).CopyTo(bytes.AsSpan(random.Next(at + 1))); break;
                default: bytes = bytes[..Math.Max(16, random.Next(bytes.Length))]; break;
            }
        }
        return bytes;
    }

    private static int Extreme(Random random) =>
        random.Next(6) switch { 0 => 0, 1 => -1, 2 => int.MaxValue, 3 => int.MinValue, 4 => random.Next(64), _ => random.Next() };

    private static void LookAtAll(byte[] input)
    {
        if (input.AsSpan().StartsWith("ARROW1"u8))
        {
            using var file = ArrowFileReader.Open(new MemoryStream(input), Limits);
            for (var i = 0; i < Math.Min(file.BatchCount, 100); i++) LookAt(file.Read(i));
            return;
        }
        using var stream = ArrowStreamReader.Open(new MemoryStream(input), Limits);
        while (stream.Read() is { } batch) LookAt(batch);
    }

    private static void LookAt(RecordBatch batch)
    {
        using (batch)
        {
            foreach (var column in batch.Columns)
            {
                // A column without buffers may claim any number of rows.
                for (var row = 0; row < Math.Min(column.Length, 30); row++) Shown.Value(column, row);
                if (column.Length > 0) Shown.Value(column, column.Length - 1);
            }
        }
    }
}
