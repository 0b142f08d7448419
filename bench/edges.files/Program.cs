using System.Globalization;
using Runink.Bench.Edges;

// --case raw|codec|engine|inprocess --data ints|trades --rows N --gib N --batch N; prints one line of JSON.
// The program starts itself with --role reader as the process at the other end of the pipe.
var options = new Dictionary<string, string>(StringComparer.Ordinal);
for (var i = 0; i + 1 < args.Length; i += 2) options[args[i]] = args[i + 1];
var what = options.GetValueOrDefault("--case", "codec");
var data = options.GetValueOrDefault("--data", "ints");
var rows = Number("--rows", 4_000_000);
var bytes = (long)(double.Parse(options.GetValueOrDefault("--gib", "2"), CultureInfo.InvariantCulture) * (1L << 30));
var batchRows = (int)Number("--batch", 16 << 10);

if (options.GetValueOrDefault("--role") == "reader")
{
    Reading.Run(what, data, bytes);
    return;
}
Console.WriteLine(what switch
{
    "raw" => PipeCases.Raw(data, args, bytes),
    "codec" => PipeCases.Codec(data, args, bytes, batchRows),
    "engine" => PipeCases.Engine(data, args, rows, batchRows),
    "inprocess" => InProcess.Run(data, rows),
    _ => throw new ArgumentException($"there is no case {what}"),
});

long Number(string name, long otherwise) =>
    options.TryGetValue(name, out var text) ? long.Parse(text, CultureInfo.InvariantCulture) : otherwise;
