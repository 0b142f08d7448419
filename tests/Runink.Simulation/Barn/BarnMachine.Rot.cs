using Runink.Barn;
using Runink.Barn.Tests;

namespace Runink.Simulation;

/// <summary>What rots on the machine's disk while the program is down.</summary>
internal sealed partial class BarnMachine
{
    /// <summary>Whether entries of its log are lost that no other member has given back yet, as far as it is sure that they would be there again.</summary>
    public bool HasRot { get; private set; }

    /// <summary>A bit of the log turns while the program is down: most often one that entries are lost by.</summary>
    /// <returns>Whether the program can be started on what is left.</returns>
    public bool Rot(Prng chance)
    {
        var names = Disk.List("wal").Where(name => Disk.Content(name).AsSpan().ContainsAnyExcept((byte)0)).ToList();
        for (var left = 8; ; left--)
        {
            var name = names[chance.Below(names.Count)];
            var (at, bit) = (chance.Below(Disk.Content(name).AsSpan().LastIndexOfAnyExcept((byte)0) + 1), chance.Below(8));
            var trial = Disk.AfterKill();
            trial.Flip(name, at, bit);
            var lost = LostOn(trial);
            if (lost is not > 0 && left > 0) continue;
            Disk.Flip(name, at, bit);
            HasRot = lost > 0;
            return lost is not null;
        }
    }

    /// <summary>In how many places entries are lost; null when the program does not start.</summary>
    private static int? LostOn(MemoryDisk disk)
    {
        try
        {
            return LogRecovery.Run(disk, asksOthers: true).Lost.Count;
        }
        catch (LogDamagedException)
        {
            return null;
        }
    }
}
