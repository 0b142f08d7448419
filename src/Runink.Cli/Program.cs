using Runink.Cli;
using Runink.Cli.Output;

return await CommandLine.RunAsync(args, Terminal.FromEnvironment());
