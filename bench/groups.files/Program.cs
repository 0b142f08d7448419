using System.Text.Json;
using Runink.Bench.Groups;
using Runink.Rpc;

// ENDPOINTS create N | ENDPOINTS put GROUPS CLIENTS SECONDS: makes the groups g0, g1, …, or puts into them; one JSON object as answer.
var channels = args[0].Split(',').Select(url => new RpcChannel(new RpcChannelOptions { Address = new Uri(url) })).ToList();
object answer = args[1] switch
{
    "create" => await GroupMaker.CreateAsync(channels, int.Parse(args[2])),
    "put" => await PutLoad.RunAsync(args[0].Split(','), int.Parse(args[2]), int.Parse(args[3]), double.Parse(args[4])),
    _ => throw new ArgumentException($"{args[1]} is neither create nor put"),
};
Console.WriteLine(JsonSerializer.Serialize(answer));
foreach (var channel in channels) channel.Dispose();
