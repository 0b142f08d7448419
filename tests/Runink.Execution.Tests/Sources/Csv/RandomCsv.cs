using System.Text;

namespace Runink.Execution.Tests.Sources.Csv;

/// <summary>Csv content of all kinds: proper files, and bytes that only look like one.</summary>
internal static class RandomCsv
{
    private static readonly string[] Texts =
        ["", "a", "12.50", "ünïcode", "日本語", "🐂🐂", "exactly12byt", "thirteen byte", "too long to fit into a cell", " "];

    private static readonly byte[][] Hostile =
    [
        [0xFF], [0xC3],
        .. new[] { "\"", "\"", "\"\"", ",", ",", ";", "\n", "\n", "\r\n", "\r", "x", "yz", "é", "\n\n", " " }
            .Select(Encoding.UTF8.GetBytes),
    ];

    public static byte[] Next(Random random, char delimiter)
    {
        var content = new List<byte>();
        if (random.Next(4) == 0) content.AddRange("\uFEFF"u8.ToArray());
        if (random.Next(2) == 0) AddHostile(content, random);
        else AddProper(content, random, delimiter);
        return [.. content];
    }

    private static void AddHostile(List<byte> content, Random random)
    {
        int pieces = random.Next(random.Next(2) == 0 ? 12 : 600);
        for (int piece = 0; piece < pieces; piece++) content.AddRange(Hostile[random.Next(Hostile.Length)]);
    }

    private static void AddProper(List<byte> content, Random random, char delimiter)
    {
        var text = new StringBuilder();
        int records = random.Next(80), columns = random.Next(1, 6);
        bool quoteAll = random.Next(4) == 0;
        for (int record = 0; record < records; record++)
        {
            for (int column = 0; column < columns; column++)
            {
                if (column > 0) text.Append(delimiter);
                AppendField(text, random, delimiter, quoteAll);
            }

            text.Append(random.Next(3) == 0 ? "\r\n" : "\n");
            if (random.Next(10) == 0) text.Append('\n');
        }

        if (random.Next(3) == 0) text.Length = Math.Max(0, text.Length - 1);
        content.AddRange(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static void AppendField(StringBuilder text, Random random, char delimiter, bool quoted)
    {
        string value = Texts[random.Next(Texts.Length)];
        if (quoted || random.Next(5) == 0)
        {
            string[] inner = ["", "\"\"", "\n", "\r\n", delimiter.ToString(), "\"\"\"\""];
            text.Append('"').Append(value).Append(inner[random.Next(inner.Length)]).Append(value).Append('"');
        }
        else
        {
            text.Append(value);
        }
    }
}
