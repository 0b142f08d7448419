using Runink.Pipelines.Diagnostics;

namespace Runink.Execution.Sources.Csv;

/// <summary>
/// How a csv file is written: RFC 4180 with a choice of delimiter. Records end with LF or CRLF; a quoted field may hold
/// delimiters, line ends and doubled quotes; a quote inside an unquoted field is text; a lone CR is text.
/// </summary>
public sealed record CsvDialect
{
    /// <summary>A dialect with this delimiter.</summary>
    /// <param name="delimiter">One ASCII character, neither a quote nor a line end.</param>
    /// <exception cref="RuninkException">The delimiter cannot be used.</exception>
    public CsvDialect(char delimiter = ',')
    {
        if (delimiter is '"' or '\r' or '\n' or '\0' || !char.IsAscii(delimiter))
        {
            var error = ReadErrors.Delimiter.Error($"the delimiter U+{(int)delimiter:X4} cannot separate csv fields", at: null);
            throw new RuninkException(error, ExitCodes.BadInput);
        }

        Delimiter = (byte)delimiter;
    }

    /// <summary>Separates the fields of a record.</summary>
    public byte Delimiter { get; }
}
