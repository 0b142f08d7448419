using System.Globalization;
using System.Text.Json;
using Runink.Bench.Slices;

// Reads peers, {"name": ["/path/of/program", ...]}, from its standard input; {id} in an argument becomes another text each time.
//   nothing                     ends at once
//   starts DIRECTORY ROUNDS     milliseconds of each start, as JSON
if (args[0] == "nothing") return;
var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
var peers = JsonSerializer.Deserialize<Dictionary<string, string[]>>(await Console.In.ReadToEndAsync())!;
var count = 0;
await using var sandboxes = new Sandboxes(args[1]);
List<Subject> subjects = [.. peers.Select(peer => new Subject(peer.Key, () => RunAsync(peer.Value))), new("sandbox", sandboxes.RunAsync)];
var starts = await Starts.MeasureAsync(subjects, int.Parse(args[2], CultureInfo.InvariantCulture));
Console.WriteLine(JsonSerializer.Serialize(starts, options));

Task<double?> RunAsync(IEnumerable<string> command)
{
    var id = string.Create(CultureInfo.InvariantCulture, $"runink-bench-{Environment.ProcessId}-{++count}");
    Command.Run([.. command.Select(word => word.Replace("{id}", id, StringComparison.Ordinal))]);
    return Task.FromResult<double?>(null);
}
