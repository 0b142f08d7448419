using Runink.Cluster;
using Runink.Rpc;

const string Usage = """
    usage: Runink.Cluster soak [--minutes N] [--nodes N] [--seed S] [--faults KIND,KIND...] [--rate N] [--election MS]
           Runink.Cluster recovery [--kills N] [-o json]
           Runink.Cluster steady [--minutes N] [--pauses N] [--clients N] [-o json]
           Runink.Cluster catch-up [--writes N] [--rate N] [--nodes N] [-o json]
    exit codes: 0 nothing was wrong, 1 something was, 2 usage, 3 this machine cannot run it
    """;

if (Laboratory.WhyNot() is { } reason)
{
    Console.Error.WriteLine($"error: {reason}");
    return 3;
}

try
{
    var status = args switch
    {
        ["soak", .. var flags] => await SoakCommand.RunAsync(flags, Console.Out),
        ["recovery", .. var flags] => await RecoveryCommand.RunAsync(flags, Console.Out),
        ["steady", .. var flags] => await SteadyCommand.RunAsync(flags, Console.Out),
        ["catch-up", .. var flags] => await CatchUpCommand.RunAsync(flags, Console.Out),
        _ => 2,
    };
    if (status == 2) Console.Error.WriteLine(Usage);
    return status;
}
catch (Exception failure) when (failure is RpcException or TimeoutException or InvalidOperationException)
{
    Console.Error.WriteLine($"error: {failure.Message}");
    return 1;
}
