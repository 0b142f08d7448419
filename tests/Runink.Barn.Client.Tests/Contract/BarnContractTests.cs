namespace Runink.Barn.Client.Tests.Contract;

/// <summary>The contract of stores, met by this client and a Barn.</summary>
public sealed class BarnContractTests : ServerContract
{
    private protected override async Task<RealServer> StartAsync() => await BarnServer.StartAsync();
}
