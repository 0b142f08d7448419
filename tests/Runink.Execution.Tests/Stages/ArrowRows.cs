using Runink.Data.Arrow.Bridge;
using Runink.Data.Arrow.Ipc;
using Runink.Data.Engines;

namespace Runink.Execution.Tests.Stages;

/// <summary>Rows as a program would return them in Arrow.</summary>
internal static class ArrowRows
{
    /// <summary>The rows of a query as an Arrow stream, with the mark of its end.</summary>
    public static byte[] Of(string sql)
    {
        var spill = Directory.CreateTempSubdirectory("runink-arrow-");
        try
        {
            using var engine = Engine.Open(new EngineOptions { MemoryLimitBytes = 1L << 30, Threads = 1, SpillDirectory = spill.FullName });
            using var connection = engine.Connect();
            using var result = connection.Query(sql);
            using var batches = new ArrowResultReader(result);
            using var stream = new MemoryStream();
            var writer = new ArrowStreamWriter(stream, batches.Schema, leaveOpen: true);
            while (batches.Read() is { } batch)
            {
                using (batch) writer.Write(batch);
            }

            writer.End();
            return stream.ToArray();
        }
        finally
        {
            spill.Delete(recursive: true);
        }
    }
}
