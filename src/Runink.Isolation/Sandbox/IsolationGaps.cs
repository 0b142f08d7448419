using Runink.Isolation.Cgroups;

namespace Runink.Isolation.Sandbox;

/// <summary>Says what a machine and a user cannot give.</summary>
internal static class IsolationGaps
{
    private const string Delegate = "run the agent as root, or under systemd with Delegate=yes";

    private static readonly (CgroupController Controller, string Code, string Meaning)[] Limits =
    [
        (CgroupController.Memory, "memory-limit", "nothing limits a slice's memory, and an end for lack of it cannot be proven"),
        (CgroupController.Cpu, "cpu-limit", "nothing limits a slice's processors"),
        (CgroupController.Processes, "process-limit", "nothing limits the number of a slice's processes"),
        (CgroupController.Io, "io-limit", "nothing limits what a slice reads and writes"),
    ];

    /// <summary>All gaps.</summary>
    /// <param name="options">How the agent starts slices.</param>
    /// <param name="root">Whether the agent is root.</param>
    /// <param name="layout">The control groups it may use.</param>
    public static IReadOnlyList<IsolationGap> Of(SandboxHostOptions options, bool root, CgroupLayout layout)
    {
        var gaps = new List<IsolationGap>();
        if (options.Driver == IsolationDriver.None)
            gaps.Add(new("sandbox", "slices have the rights of the agent and see all its files", "do not ask for no isolation"));
        if (!root || options.Driver == IsolationDriver.None)
            gaps.Add(new("own-uid", "slices run as the user of the agent, as the machine sees it", "run the agent as root"));
        gaps.AddRange(Limits.Where(limit => layout[limit.Controller] is null)
            .Select(limit => new IsolationGap(limit.Code, limit.Meaning, Delegate)));
        if (layout[CgroupController.Freezer] is null)
            gaps.Add(new("tree-kill", "processes of a slice are found one by one when it is ended", Delegate));
        return gaps;
    }
}
