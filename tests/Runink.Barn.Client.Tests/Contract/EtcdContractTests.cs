namespace Runink.Barn.Client.Tests.Contract;

/// <summary>The contract of stores, met by this client and a real etcd.</summary>
public sealed class EtcdContractTests : ServerContract
{
    // etcd takes smaller requests than a store must, unless told.
    private protected override async Task<RealServer> StartAsync() =>
        await EtcdServer.StartAsync("--max-request-bytes", $"{8 << 20}", "--max-txn-ops", $"{1 << 14}");
}
