using Runink.Execution.Sources.Blocks;

namespace Runink.Execution.Sources.Json;

/// <summary>Record boundaries of json files that are not one value a line.</summary>
internal sealed unsafe class JsonScanner : IRecordScanner
{
    public BlockCut Scan(byte* data, int length, bool atEnd, bool inArray)
    {
        var values = new JsonValues(data, length, inArray);
        int records = 0;
        while (values.MoveNext(atEnd)) records++;
        return new BlockCut(values.Position, records, values.InArray, Stuck: values.Misplaced);
    }

    public BrokenRecord? Explain(ReadOnlySpan<byte> data, bool inArray)
    {
        if (data.IsEmpty) return inArray ? new(ReadErrors.BrokenJson, 0, "the array is not closed when the file ends") : null;
        char first = (char)data[0];
        return first switch
        {
            '}' or ']' => new(ReadErrors.BrokenJson, 0, $"a '{first}' that closes nothing"),
            '"' => new(ReadErrors.BrokenJson, 0, "unterminated string opened"),
            '{' or '[' => new(ReadErrors.BrokenJson, 0, $"a '{first}' that is never closed"),
            _ => null,
        };
    }
}
