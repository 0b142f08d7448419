using System.Collections.Immutable;

namespace Runink.Simulation;

/// <summary>Every kind of fault, in the order of <see cref="FaultKind"/>.</summary>
public static class FaultCatalog
{
    public static ImmutableArray<Fault> All { get; } =
    [
        new IsolateFault(), new SplitFault(), new OneWayFault(), new CutLinkFault(), new SlowLinkFault(),
        new CrashFault(), new PowerLossFault(), new PauseFault(), new ClockJumpFault(),
        new DiskStallFault(), new RotFault(), new MisdirectFault(), new DestroyFault(),
        new ChangeFault(), new InvalidChangeFault(), new TransferFault(), new CampaignFault(),
        new UnreachableFault(), new PeerDownFault(), new WakeFault(),
    ];
}
