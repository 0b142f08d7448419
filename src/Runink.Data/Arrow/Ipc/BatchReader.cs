using Runink.Data.Arrow.Memory;

namespace Runink.Data.Arrow.Ipc;

/// <summary>Reads the body of a record batch and makes the batch, which owns the memory from then on.</summary>
internal static class BatchReader
{
    internal static RecordBatch Read(MessageReader messages, ArrowSchema schema, Dictionaries dictionaries, ArrowLimits limits)
    {
        var memory = new BatchMemory();
        try
        {
            var body = messages.ReadBody(memory);
            var decoder = new BatchDecoder(messages.Header, body, memory, dictionaries, limits);
            var columns = decoder.Columns(schema.Fields);
            return new RecordBatch(schema, decoder.RowCount, columns, memory) { Metadata = messages.Notes() };
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }
}
