namespace Runink.Barn;

public static partial class KvErrors
{
    /// <summary>There is no such group, or no more.</summary>
    public static KvError GroupNotFound { get; } = new(KvStatusCode.NotFound, "runink: group not found");

    /// <summary>There is such a group, and this member does not have its state in memory yet: another may.</summary>
    public static KvError GroupNotReady { get; } = new(KvStatusCode.Unavailable, "runink: this member is still loading the group: try again");

    /// <summary>There is such a group.</summary>
    public static KvError GroupExists { get; } = new(KvStatusCode.FailedPrecondition, "runink: group already exists");

    /// <summary>No group may have that name.</summary>
    public static KvError GroupNameInvalid { get; } = new(
        KvStatusCode.InvalidArgument,
        "runink: a group's name has up to 63 lower-case letters, digits and dashes, begins with a letter and does not end with a dash");

    /// <summary>No group may have that quota.</summary>
    public static KvError GroupQuotaInvalid { get; } = new(KvStatusCode.InvalidArgument, "runink: a group's quota is not negative");

    /// <summary>There are as many groups as there may be.</summary>
    public static KvError TooManyGroups { get; } = new(KvStatusCode.ResourceExhausted, "runink: there are 4,096 groups already");

    /// <summary>The platform's own group cannot be removed.</summary>
    public static KvError GroupIsSystem { get; } = new(KvStatusCode.InvalidArgument, "runink: the group sys cannot be removed");

    /// <summary>What was asked is served for the platform's own group only.</summary>
    public static KvError GroupNotServed { get; } = new(
        KvStatusCode.InvalidArgument, "runink: this call is not made for a group: leave out the metadata runink-group");
}
