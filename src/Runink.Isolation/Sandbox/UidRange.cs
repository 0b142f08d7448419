namespace Runink.Isolation.Sandbox;

/// <summary>Users without a name, of which slices become one each while they run.</summary>
/// <param name="First">The first user; its group has the same number.</param>
/// <param name="Count">How many; so many slices can run at a time.</param>
public sealed record UidRange(uint First, int Count)
{
    private const uint FirstOrdinary = 65536;

    /// <summary>A range that no distribution, container or systemd hands out.</summary>
    public static UidRange Default { get; } = new(1_900_000_000, 4096);

    /// <summary>Says what is wrong with a range; null when nothing is.</summary>
    internal string? Fault() => this switch
    {
        { First: < FirstOrdinary } => $"users below {FirstOrdinary} belong to the system: begin higher",
        { Count: < 1 or > 1 << 20 } => "a range has 1 to 1,048,576 users",
        _ when First + (long)Count > int.MaxValue => "a range must end below 2,147,483,647",
        _ => null,
    };
}
