using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;
using Runink.Data.Arrow;
using Runink.Data.Arrow.Bridge;
using Runink.Data.Arrow.Ipc;

namespace Runink.Data.Tests.Arrow;

/// <summary>Batches go through real pipes, where a write takes a part of what it is given, waits, and may fail.</summary>
public sealed class PipeTests
{
    [Fact]
    public async Task A_batch_of_more_buffers_than_one_call_takes_arrives_whole()
    {
        var random = new RandomBatches(Seed.Next());
        var schema = new ArrowSchema([.. Enumerable.Range(0, 1500).Select(i =>
            new ArrowField($"c{i}", i % 3 == 0 ? new ArrowType.Utf8(IsLarge: false) : new ArrowType.Int(64, IsSigned: true)))]);
        using var expected = random.Batch(schema, 1200);
        using var server = new AnonymousPipeServerStream(PipeDirection.Out);
        using var client = new AnonymousPipeClientStream(PipeDirection.In, server.ClientSafePipeHandle);
        var writing = Task.Run(() =>
        {
            using var pipe = Descriptor(server);
            using var writer = new ArrowStreamWriter(pipe, schema);
            writer.Write(expected);
            writer.Write(expected);
            writer.End();
            server.Dispose();
        }, TestContext.Current.CancellationToken);
        using var reader = ArrowStreamReader.Open(client);
        for (var i = 0; i < 2; i++)
        {
            using var batch = reader.Read();
            Assert.NotNull(batch);
            Assert.Equal(Shown.Batch(expected), Shown.Batch(batch));
        }
        Assert.Null(reader.Read());
        Assert.True(reader.EndedByMark);
        await writing;
    }

    [Fact]
    public void A_reader_that_is_gone_fails_the_writer()
    {
        var random = new RandomBatches(1);
        var schema = new ArrowSchema([new("a", new ArrowType.Int(64, IsSigned: true))]);
        using var batch = random.Batch(schema, 100_000);
        using var server = new AnonymousPipeServerStream(PipeDirection.Out);
        using var pipe = Descriptor(server);
        using var writer = new ArrowStreamWriter(pipe, schema);
        server.ClientSafePipeHandle.Dispose();
        Assert.Throws<IOException>(() => writer.Write(batch));
    }

    [Fact]
    public async Task A_query_reads_what_another_engine_writes_while_it_writes()
    {
        const int rows = 300_000;
        using var source = new TestEngine();
        using var sink = new TestEngine();
        using var flows = new ArrowFlows();
        sink.Engine.Register(flows);
        using var server = new AnonymousPipeServerStream(PipeDirection.Out);
        using var client = new AnonymousPipeClientStream(PipeDirection.In, server.ClientSafePipeHandle);
        var writing = Task.Run(() =>
        {
            using var pipe = Descriptor(server);
            using var result = source.Stream($"SELECT i, 'a text of some length ' || i AS t FROM range({rows}) r(i)");
            using var reader = new ArrowResultReader(result);
            using var writer = new ArrowStreamWriter(pipe, reader.Schema);
            while (reader.Read() is { } batch)
            {
                using (batch) writer.Write(batch);
            }
            writer.End();
            server.Dispose();
        }, TestContext.Current.CancellationToken);
        flows.Add("in", ArrowStreamReader.Open(client));
        sink.Execute("CREATE TABLE got AS FROM arrow_stream('in') WHERE t LIKE '%7'");
        await writing;
        Assert.Equal((long)rows / 10, sink.Scalar("SELECT count(*) FROM got WHERE t = 'a text of some length ' || i AND i % 10 = 7"));
        Assert.Equal((long)rows / 10, sink.Scalar("SELECT count(*) FROM got"));
    }

    private static FileStream Descriptor(AnonymousPipeServerStream server) =>
        new(new SafeFileHandle(server.SafePipeHandle.DangerousGetHandle(), ownsHandle: false), FileAccess.Write, bufferSize: 0);
}
