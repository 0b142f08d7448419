namespace Runink.Simulation;

/// <summary>What more happened in episodes of a cluster.</summary>
/// <param name="Faults">Faults of machines, disks and the network.</param>
/// <param name="Added">Members that came.</param>
/// <param name="Removed">Members that went.</param>
/// <param name="Transfers">Transfers of leadership that came about.</param>
/// <param name="Renewals">Renewals of leases that were answered.</param>
/// <param name="Ended">Leases whose end was seen.</param>
/// <param name="Frames">Frames that arrived.</param>
/// <param name="Judged">Operations whose histories were judged.</param>
/// <param name="Undecided">Histories that could not be judged within the bound of the checker.</param>
/// <param name="Compared">Comparisons of what all members hold.</param>
/// <param name="Holed">Logs that lost entries and asked for them.</param>
/// <param name="Groups">Groups that lasted.</param>
/// <param name="Passed">Groups that came and went.</param>
/// <param name="GroupRevisions">Revisions of these groups.</param>
/// <param name="LeaseReads">Reads that leaders answered without asking.</param>
internal sealed record BarnClusterTally(
    long Faults, long Added, long Removed, long Transfers, long Renewals, long Ended, long Frames, long Judged, long Undecided,
    long Compared, long Holed, long Groups = 0, long Passed = 0, long GroupRevisions = 0,
    long LeaseReads = 0)
{
    public static BarnClusterTally operator +(BarnClusterTally left, BarnClusterTally right) => new(
        left.Faults + right.Faults,
        left.Added + right.Added,
        left.Removed + right.Removed,
        left.Transfers + right.Transfers,
        left.Renewals + right.Renewals,
        left.Ended + right.Ended,
        left.Frames + right.Frames,
        left.Judged + right.Judged,
        left.Undecided + right.Undecided,
        left.Compared + right.Compared,
        left.Holed + right.Holed,
        left.Groups + right.Groups,
        left.Passed + right.Passed,
        left.GroupRevisions + right.GroupRevisions,
        left.LeaseReads + right.LeaseReads);

    public override string ToString() =>
        $"faults={Faults} added={Added} removed={Removed} transfers={Transfers} renewals={Renewals} leases={Ended} "
        + $"frames={Frames} judged={Judged} undecided={Undecided} compared={Compared} holed={Holed} groups={Groups} passed={Passed} grouprevisions={GroupRevisions} leasereads={LeaseReads}";
}
