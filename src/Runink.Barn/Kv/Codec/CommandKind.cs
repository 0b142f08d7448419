namespace Runink.Barn;

/// <summary>The byte that says which command follows. Numbers are never used again for something else.</summary>
internal enum CommandKind : byte
{
    Put = 1,
    DeleteRange = 2,
    Txn = 3,
    Range = 4,
    Compact = 5,
    LeaseGrant = 6,
    LeaseRevoke = 7,
    LeaseCheckpoint = 8,
    Alarm = 9,
    MemberAdd = 10,
    MemberPublish = 11,
    MemberUpdate = 12,
    MemberForget = 13,
    GroupCreate = 14,
    GroupRemove = 15,
    AuthEnable = 16,
    AuthDisable = 17,
    UserAdd = 18,
    UserDelete = 19,
    UserChangePassword = 20,
    UserGrantRole = 21,
    UserRevokeRole = 22,
    RoleAdd = 23,
    RoleDelete = 24,
    RoleGrantPermission = 25,
    RoleRevokePermission = 26,
    GroupCreateWithQuota = 27,
}
