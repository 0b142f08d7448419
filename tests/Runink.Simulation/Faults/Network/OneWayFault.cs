namespace Runink.Simulation;

/// <summary>One node can speak and not hear, or hear and not speak.</summary>
public sealed class OneWayFault() : Fault(FaultKind.OneWay)
{
    public override string? Inject(FaultScene scene)
    {
        if (scene.PickRunning() is not { } victim) return null;
        var bit = Partition.BitOf(victim);
        var deaf = scene.Chance.Coin();
        Partition.OneWay(scene, deaf ? ~bit : bit, deaf ? bit : ~bit);
        return $"{victim.Id} is {(deaf ? "deaf" : "mute")}";
    }
}
