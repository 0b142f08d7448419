namespace Runink.Pipelines.Contracts.Reading;

/// <summary>One field of a DateTimeFormatter pattern: a letter, repeated.</summary>
/// <param name="Unit">What it stands for: <c>y M d D E a H h m s S z</c>.</param>
/// <param name="Strptime">The engine's specifier.</param>
/// <param name="DotNet">The .NET specifier, or null when there is none.</param>
internal sealed record TemporalField(char Unit, string Strptime, string? DotNet)
{
    /// <summary>The field of so many of a letter, or null with the reason.</summary>
    public static TemporalField? Find(char letter, int count, out string? error)
    {
        var written = new string(letter, count);
        TemporalField? field = written switch
        {
            "y" or "yyyy" or "u" or "uuuu" => new('y', "%Y", "yyyy"),
            "yy" or "uu" => new('y', "%y", "yy"),
            "M" or "L" => new('M', "%-m", "%M"),
            "MM" or "LL" => new('M', "%m", "MM"),
            "MMM" or "LLL" => new('M', "%b", "MMM"),
            "MMMM" or "LLLL" => new('M', "%B", "MMMM"),
            "d" => new('d', "%-d", "%d"),
            "dd" => new('d', "%d", "dd"),
            "DDD" => new('D', "%j", null),
            "E" or "EE" or "EEE" => new('E', "%a", "ddd"),
            "EEEE" => new('E', "%A", "dddd"),
            "a" => new('a', "%p", "tt"),
            "H" => new('H', "%-H", "%H"),
            "HH" => new('H', "%H", "HH"),
            "h" => new('h', "%-I", "%h"),
            "hh" => new('h', "%I", "hh"),
            "m" => new('m', "%-M", "%m"),
            "mm" => new('m', "%M", "mm"),
            "s" => new('s', "%-S", "%s"),
            "ss" => new('s', "%S", "ss"),
            "SSS" => new('S', "%g", "fff"),
            "SSSSSS" => new('S', "%f", "ffffff"),
            "SSSSSSSSS" => new('S', "%n", null),
            "X" or "XX" or "XXX" or "x" or "xx" or "xxx" or "Z" or "ZZ" or "ZZZ" or "ZZZZZ" => new('z', "%z", null),
            "VV" or "z" => new('z', "%Z", null),
            _ => null,
        };
        error = field is not null ? null : Why(letter, written);
        return field;
    }

    private static string Why(char letter, string written) => letter switch
    {
        'Y' => $"'{written}' is the week-based year; the calendar year is 'yyyy'",
        'D' => $"'{written}' is the day of the year; the day of the month is 'dd'",
        'S' => "fractions of a second are written 'SSS', 'SSSSSS' or 'SSSSSSSSS'",
        _ => $"'{written}' is not supported",
    };
}
