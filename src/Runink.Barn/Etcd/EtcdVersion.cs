namespace Runink.Barn;

/// <summary>The version of etcd whose API this is; tools ask for it and choose by it what they may use.</summary>
internal static class EtcdVersion
{
    public const string Server = "3.4.23";

    public const string Cluster = "3.4.0";
}
