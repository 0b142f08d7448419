namespace Runink.Barn;

/// <summary>Changes what the state knows of the members. Who has a vote, the log says: see <see cref="Runink.Raft.Membership"/>.</summary>
public abstract record MemberCommand : KvCommand;

/// <summary>A member is about to join. Refused when its id or one of its peer URLs is another's.</summary>
/// <param name="Member">The member.</param>
public sealed record MemberAddCommand(KvMember Member) : MemberCommand;

/// <summary>A member says its name and where clients reach it; its peer URLs count only if it is not known yet.</summary>
/// <param name="Member">The member.</param>
public sealed record MemberPublishCommand(KvMember Member) : MemberCommand;

/// <summary>A member is reached elsewhere by the others.</summary>
/// <param name="Id">The member.</param>
/// <param name="PeerUrls">Its peer URLs from now on.</param>
public sealed record MemberUpdateCommand(ulong Id, IReadOnlyList<string> PeerUrls) : MemberCommand;

/// <summary>A member is gone and may not come back under this id.</summary>
/// <param name="Id">The member.</param>
public sealed record MemberForgetCommand(ulong Id) : MemberCommand;
