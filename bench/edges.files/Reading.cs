using System.Diagnostics;
using System.Globalization;
using Runink.Data.Arrow.Bridge;
using Runink.Data.Arrow.Ipc;

namespace Runink.Bench.Edges;

/// <summary>The process at the other end of the pipe: reads twice, and says each time how much that was.</summary>
internal static class Reading
{
    private static TimeSpan _processor;

    internal static void Run(string what, string data, long bytes)
    {
        using var input = Pipe.OpenInput();
        if (what == "engine")
        {
            Query(input, data);
            return;
        }
        foreach (var count in new[] { Pipe.WarmBytes, bytes })
        {
            _processor = Process.GetCurrentProcess().TotalProcessorTime;
            if (what == "raw") Raw(input, count);
            else Codec(input);
        }
    }

    private static void Raw(Stream input, long count)
    {
        var buffer = new byte[1 << 20];
        var early = Pipe.Peak();
        for (var left = count; left > 0;)
        {
            var got = input.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (got == 0) throw new EndOfStreamException();
            left -= got;
        }
        Answer(count, early);
    }

    private static void Codec(Stream input)
    {
        using var reader = ArrowStreamReader.Open(input, leaveOpen: true);
        var (rows, batches, early) = (0L, 0, 0L);
        while (reader.Read() is { } batch)
        {
            using (batch) rows += batch.RowCount;
            if (++batches == 20) early = Pipe.Peak();
        }
        Answer(rows, early);
    }

    private static void Query(Stream input, string data)
    {
        var spill = Directory.CreateTempSubdirectory("runink-bench-");
        using (var engine = Table.Open(spill.FullName))
        {
            using var flows = new ArrowFlows();
            engine.Register(flows);
            using var connection = engine.Connect();
            foreach (var flow in new[] { "warm", "measured" })
            {
                _processor = Process.GetCurrentProcess().TotalProcessorTime;
                flows.Add(flow, ArrowStreamReader.Open(input, leaveOpen: true));
                var early = Pipe.Peak();
                using var result = connection.Query(Table.Sink(data, $"arrow_stream('{flow}')"));
                Answer((long)result.Rows().Single()[0]!, early);
            }
        }
        spill.Delete(recursive: true);
    }

    private static void Answer(long count, long early)
    {
        var used = (Process.GetCurrentProcess().TotalProcessorTime - _processor).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{{\"count\":{count},\"processorSeconds\":{used:F4},\"earlyPeakBytes\":{early},\"peakBytes\":{Pipe.Peak()}}}"));
    }
}
