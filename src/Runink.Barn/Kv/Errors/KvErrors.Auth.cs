namespace Runink.Barn;

public static partial class KvErrors
{
    /// <summary>Authentication needs the user root.</summary>
    public static KvError RootUserNotExist { get; } = new(
        KvStatusCode.FailedPrecondition, "etcdserver: root user does not exist");

    /// <summary>Authentication needs the user root to have the role root.</summary>
    public static KvError RootRoleNotExist { get; } = new(
        KvStatusCode.FailedPrecondition, "etcdserver: root user does not have root role");

    /// <summary>There is such a user already.</summary>
    public static KvError UserAlreadyExists { get; } = new(
        KvStatusCode.FailedPrecondition, "etcdserver: user name already exists");

    /// <summary>A name is missing, or nobody is signed in.</summary>
    public static KvError UserEmpty { get; } = new(KvStatusCode.InvalidArgument, "etcdserver: user name is empty");

    /// <summary>There is no such user.</summary>
    public static KvError UserNotFound { get; } = new(KvStatusCode.FailedPrecondition, "etcdserver: user name not found");

    /// <summary>There is such a role already.</summary>
    public static KvError RoleAlreadyExists { get; } = new(
        KvStatusCode.FailedPrecondition, "etcdserver: role name already exists");

    /// <summary>There is no such role.</summary>
    public static KvError RoleNotFound { get; } = new(KvStatusCode.FailedPrecondition, "etcdserver: role name not found");

    /// <summary>A name is missing.</summary>
    public static KvError RoleEmpty { get; } = new(KvStatusCode.InvalidArgument, "etcdserver: role name is empty");

    /// <summary>User or password are wrong.</summary>
    public static KvError AuthFailed { get; } = new(
        KvStatusCode.InvalidArgument, "etcdserver: authentication failed, invalid user ID or password");

    /// <summary>No permission stands in the request.</summary>
    public static KvError PermissionNotGiven { get; } = new(KvStatusCode.InvalidArgument, "etcdserver: permission not given");

    /// <summary>The user may not do this.</summary>
    public static KvError PermissionDenied { get; } = new(KvStatusCode.PermissionDenied, "etcdserver: permission denied");

    /// <summary>The user does not have the role.</summary>
    public static KvError RoleNotGranted { get; } = new(
        KvStatusCode.FailedPrecondition, "etcdserver: role is not granted to the user");

    /// <summary>The role does not have the permission.</summary>
    public static KvError PermissionNotGranted { get; } = new(
        KvStatusCode.FailedPrecondition, "etcdserver: permission is not granted to the role");

    /// <summary>Authentication is off.</summary>
    public static KvError AuthNotEnabled { get; } = new(
        KvStatusCode.FailedPrecondition, "etcdserver: authentication is not enabled");

    /// <summary>The token is unknown or too old.</summary>
    public static KvError InvalidAuthToken { get; } = new(KvStatusCode.Unauthenticated, "etcdserver: invalid auth token");

    /// <summary>While authentication is on, the user root stays, and keeps the role root.</summary>
    public static KvError InvalidAuthManagement { get; } = new(
        KvStatusCode.InvalidArgument, "etcdserver: invalid auth management");

    /// <summary>Users or roles changed since the user was authenticated.</summary>
    public static KvError AuthOldRevision { get; } = new(
        KvStatusCode.InvalidArgument, "etcdserver: revision of auth store is old");
}
