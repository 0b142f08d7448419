using System.Globalization;
using System.Runtime.Versioning;
using System.Text.Json;
using Runink.Bench.Slices;

[assembly: SupportedOSPlatform("linux")]

// Reads peers, {"name": ["/path/of/program", ...]}, from its standard input; {id} in an argument becomes another text each time.
//   nothing                              ends at once
//   starts DIRECTORY ROUNDS RUNI         milliseconds of each start, as JSON
//   sustained DIRECTORY ROUNDS RUNI      how many a second, as JSON; 3 seconds each
if (args[0] == "nothing") return;
var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
var peers = JsonSerializer.Deserialize<Dictionary<string, string[]>>(await Console.In.ReadToEndAsync())!;
var count = 0;
var rounds = int.Parse(args[2], CultureInfo.InvariantCulture);
await using var sandboxes = new Sandboxes(args[1]);
await using var slices = new RealSlices(args[1], args[3]);
List<Subject> real = [new("slice, no sandbox", slices.PlainAsync), new("slice, cold", slices.ColdAsync)];
var warm = new Subject("slice, warm", slices.WarmAsync);
if (args[0] == "starts")
{
    List<Subject> subjects =
        [.. peers.Select(peer => new Subject(peer.Key, () => RunAsync(peer.Value))), new("sandbox", sandboxes.RunAsync), .. real];
    var ended = await Starts.MeasureAsync(subjects, rounds, end: true);
    var stayed = await Starts.MeasureAsync([warm], rounds, end: false);
    Console.WriteLine(JsonSerializer.Serialize(ended.Concat(stayed), options));
}
else
{
    using var programs = new OwnPrograms(slices.Programs, args[1]);
    List<Subject> subjects = [.. real, warm, new("step of one's own", programs.RunAsync)];
    Console.WriteLine(JsonSerializer.Serialize(await Rate.MeasureAsync(subjects, rounds, TimeSpan.FromSeconds(3)), options));
}

Task<double?> RunAsync(IEnumerable<string> command)
{
    var id = string.Create(CultureInfo.InvariantCulture, $"runink-bench-{Environment.ProcessId}-{++count}");
    Command.Run([.. command.Select(word => word.Replace("{id}", id, StringComparison.Ordinal))]);
    return Task.FromResult<double?>(null);
}
