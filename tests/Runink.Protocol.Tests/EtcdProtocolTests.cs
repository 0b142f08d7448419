using Google.Protobuf.Reflection;

namespace Runink.Protocol;

/// <summary>Names and numbers against the list taken from etcd 3.4 (golden/etcd-3.4.txt), and what was added to it since.</summary>
public sealed class EtcdProtocolTests
{
    private static readonly FileDescriptor[] Files =
    [
        MvccReflection.Descriptor, HeaderReflection.Descriptor, KvReflection.Descriptor, WatchReflection.Descriptor,
        LeaseReflection.Descriptor, ClusterReflection.Descriptor, MaintenanceReflection.Descriptor,
        PermissionsReflection.Descriptor, AuthReflection.Descriptor, LockReflection.Descriptor, ElectionReflection.Descriptor,
    ];

    [Fact]
    public void Every_message_field_and_method_of_etcd_3_4_is_there_under_its_number() =>
        Assert.Empty(Golden().Except(Lines(), StringComparer.Ordinal));

    [Fact]
    public void Beyond_etcd_3_4_there_is_only_what_3_5_and_3_6_added() => Assert.Equal(
    [
        "field etcdserverpb.AuthStatusResponse.authRevision = 3 uint64",
        "field etcdserverpb.AuthStatusResponse.enabled = 2 bool",
        "field etcdserverpb.AuthStatusResponse.header = 1 ResponseHeader",
        "field etcdserverpb.AuthUserAddRequest.hashedPassword = 4 string",
        "field etcdserverpb.AuthUserChangePasswordRequest.hashedPassword = 3 string",
        "field etcdserverpb.DowngradeInfo.enabled = 1 bool",
        "field etcdserverpb.DowngradeInfo.targetVersion = 2 string",
        "field etcdserverpb.DowngradeRequest.action = 1 DowngradeAction",
        "field etcdserverpb.DowngradeRequest.version = 2 string",
        "field etcdserverpb.DowngradeResponse.header = 1 ResponseHeader",
        "field etcdserverpb.DowngradeResponse.version = 2 string",
        "field etcdserverpb.HashKVResponse.hash_revision = 4 int64",
        "field etcdserverpb.MemberListRequest.linearizable = 1 bool",
        "field etcdserverpb.SnapshotResponse.version = 4 string",
        "field etcdserverpb.StatusResponse.dbSizeQuota = 12 int64",
        "field etcdserverpb.StatusResponse.downgradeInfo = 13 DowngradeInfo",
        "field etcdserverpb.StatusResponse.storageVersion = 11 string",
        "rpc etcdserverpb.Auth/AuthStatus etcdserverpb.AuthStatusRequest -> etcdserverpb.AuthStatusResponse",
        "rpc etcdserverpb.Maintenance/Downgrade etcdserverpb.DowngradeRequest -> etcdserverpb.DowngradeResponse",
        "value etcdserverpb.DowngradeRequest.DowngradeAction.CANCEL = 2",
        "value etcdserverpb.DowngradeRequest.DowngradeAction.ENABLE = 1",
        "value etcdserverpb.DowngradeRequest.DowngradeAction.VALIDATE = 0",
    ], Lines().Except(Golden(), StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private static string[] Golden() => File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "golden", "etcd-3.4.txt"));

    private static List<string> Lines() =>
        [.. Files.SelectMany(file => file.MessageTypes.SelectMany(Message).Concat(file.EnumTypes.SelectMany(Values)).Concat(file.Services.SelectMany(Methods)))];

    private static IEnumerable<string> Message(MessageDescriptor message) =>
        message.Fields.InDeclarationOrder().Select(field => $"field {field.FullName} = {field.FieldNumber} {TypeName(field)}")
            .Concat(message.NestedTypes.SelectMany(Message)).Concat(message.EnumTypes.SelectMany(Values));

    private static string TypeName(FieldDescriptor field) => (field.IsRepeated ? "repeated " : "") + field.FieldType switch
    {
        FieldType.Message => field.MessageType.Name,
        FieldType.Enum => field.EnumType.Name,
        var scalar => scalar.ToString().ToLowerInvariant(),
    };

    private static IEnumerable<string> Values(EnumDescriptor type) => type.Values.Select(value => $"value {type.FullName}.{value.Name} = {value.Number}");

    private static IEnumerable<string> Methods(ServiceDescriptor service) => service.Methods.Select(method =>
        $"rpc {service.FullName}/{method.Name} {Streaming(method.IsClientStreaming)}{method.InputType.FullName}"
        + $" -> {Streaming(method.IsServerStreaming)}{method.OutputType.FullName}");

    private static string Streaming(bool isStream) => isStream ? "stream " : "";
}
