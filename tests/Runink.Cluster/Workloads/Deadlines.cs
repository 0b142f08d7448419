using Runink.Rpc;

namespace Runink.Cluster;

/// <summary>How long calls may take.</summary>
internal static class Deadlines
{
    public static RpcCallOptions Call { get; } = new() { Timeout = TimeSpan.FromSeconds(2) };

    public static RpcCallOptions Change { get; } = new() { Timeout = TimeSpan.FromSeconds(10) };
}
