using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Runink.Pipelines.Types;

namespace Runink.Cli.Synth;

/// <summary>How rows are laid out: what stands around the cells, and what must be escaped inside.</summary>
internal abstract class RowFormat
{
    /// <summary>Writes what comes before the rows.</summary>
    public abstract void Begin(IReadOnlyList<Column> columns, ByteWriter to);

    /// <summary>Writes one cell.</summary>
    /// <param name="column">Index of the column.</param>
    /// <param name="value">The value.</param>
    /// <param name="random">The cell's randomness.</param>
    /// <param name="row">The row whose value it is.</param>
    /// <param name="to">Where to.</param>
    public abstract void Cell(int column, CellValue value, ref SplitMix random, long row, ByteWriter to);

    /// <summary>Writes what ends a row.</summary>
    public abstract void EndRow(ByteWriter to);

    /// <summary>Comma-separated values with a header, as RFC 4180 has it, lines ended by LF.</summary>
    internal sealed class Csv : RowFormat
    {
        private static readonly SearchValues<byte> Special = SearchValues.Create(",\"\r\n"u8);

        public override void Begin(IReadOnlyList<Column> columns, ByteWriter to)
        {
            for (var i = 0; i < columns.Count; i++)
            {
                if (i > 0) to.Write((byte)',');
                var start = to.BeginCell();
                to.Write(columns[i].Name);
                Quote(start, to);
            }

            EndRow(to);
        }

        public override void Cell(int column, CellValue value, ref SplitMix random, long row, ByteWriter to)
        {
            if (column > 0) to.Write((byte)',');
            var start = to.BeginCell();
            value.Write(ref random, row, to);
            Quote(start, to);
        }

        public override void EndRow(ByteWriter to) => to.Write((byte)'\n');

        private static void Quote(int start, ByteWriter to)
        {
            if (to.Since(start).IndexOfAny(Special) < 0) return;
            var text = Encoding.UTF8.GetString(to.Since(start)).Replace("\"", "\"\"", StringComparison.Ordinal);
            to.Replace(start, Encoding.UTF8.GetBytes($"\"{text}\""));
        }
    }

    /// <summary>One JSON object a line.</summary>
    internal sealed class JsonLines : RowFormat
    {
        private byte[][] _names = [];

        public override void Begin(IReadOnlyList<Column> columns, ByteWriter to) =>
            _names = [.. columns.Select((column, i) =>
                Encoding.UTF8.GetBytes($"{(i == 0 ? '{' : ',')}\"{JsonEncodedText.Encode(column.Name)}\":"))];

        public override void Cell(int column, CellValue value, ref SplitMix random, long row, ByteWriter to)
        {
            to.Write(_names[column]);
            if (value is NullValue)
            {
                to.Write("null"u8);
                return;
            }

            if (!value.IsBareJson) to.Write((byte)'"');
            var start = to.BeginCell();
            value.Write(ref random, row, to);
            if (value.IsBareJson) return;
            var escape = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.FindFirstCharacterToEncodeUtf8(to.Since(start));
            if (escape >= 0)
            {
                var escaped = JsonEncodedText.Encode(to.Since(start), JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
                to.Replace(start, escaped.EncodedUtf8Bytes);
            }

            to.Write((byte)'"');
        }

        public override void EndRow(ByteWriter to) => to.Write("}\n"u8);
    }
}
