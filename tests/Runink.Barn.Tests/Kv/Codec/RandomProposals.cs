using static Runink.Barn.Tests.Kv.Text;

namespace Runink.Barn.Tests.Kv.Codec;

/// <summary>Proposals with every kind of command and any numbers.</summary>
public sealed class RandomProposals(Random random)
{
    private static readonly long[] Numbers = [0, 1, -1, 63, 64, 127, 128, 1L << 35, long.MaxValue, long.MinValue];

    public KvEnvelope Next() => new(
        (ulong)random.NextInt64(), random.NextInt64(), random.Next(100), Command(random.Next(27)),
        random.Next(2) == 0 ? null : Name());

    public KvCommand Command(int kind) => kind switch
    {
        < 5 => Operation(3),
        5 => new CompactCommand(Number()),
        6 => new LeaseGrantCommand(Number(), Number()),
        7 => new LeaseRevokeCommand(Number(), random.Next(2) == 0),
        8 => new LeaseCheckpointCommand([.. Enumerable.Range(0, random.Next(4)).Select(_ => new LeaseCheckpoint(Number(),
            Number()))]),
        9 => new AlarmCommand((KvAlarmAction)random.Next(1, 3), (ulong)Number(), (KvAlarm)random.Next(3), Number()),
        10 => new AuthEnableCommand(),
        11 => new AuthDisableCommand(),
        12 => new UserAddCommand(Name(), Bytes(), random.Next(2) == 0),
        13 => new UserDeleteCommand(Name()),
        14 => new UserChangePasswordCommand(Name(), Bytes()),
        15 => new UserGrantRoleCommand(Name(), Name()),
        16 => new UserRevokeRoleCommand(Name(), Name()),
        17 => new RoleAddCommand(Name()),
        18 => new RoleDeleteCommand(Name()),
        19 => new RoleGrantPermissionCommand(Name(), new((KvPermissionKind)random.Next(3), Bytes(), Bytes())),
        20 => new MemberAddCommand(Member()),
        21 => new MemberPublishCommand(Member()),
        22 => new MemberUpdateCommand((ulong)Number(), Urls()),
        23 => new MemberForgetCommand((ulong)Number()),
        24 => new GroupCreateCommand(Name(), [1, 2, (ulong)Number()], random.Next(2) * Number()),
        25 => new GroupRemoveCommand(Name()),
        _ => new RoleRevokePermissionCommand(Name(), Bytes(), Bytes()),
    };

    private KvOperation Operation(int depth) => random.Next(depth > 0 ? 4 : 3) switch
    {
        0 => new PutCommand(Bytes(), Bytes(), Number(), random.Next(2) == 0, random.Next(2) == 0, random.Next(2) == 0),
        1 => new DeleteRangeCommand(Bytes(), Bytes(), random.Next(2) == 0),
        2 => Range(),
        _ => new TxnCommand(
            [.. Enumerable.Range(0, random.Next(3)).Select(_ => Compare())],
            [.. Enumerable.Range(0, random.Next(3)).Select(_ => Operation(depth - 1))],
            [.. Enumerable.Range(0, random.Next(3)).Select(_ => Operation(depth - 1))]),
    };

    private RangeQuery Range()
    {
        var query = new RangeQuery(Bytes(), Bytes())
        {
            Revision = Number(),
            Limit = Number(),
            SortOrder = (KvSortOrder)random.Next(3),
            SortTarget = (KvSortTarget)random.Next(5),
            KeysOnly = random.Next(2) == 0,
            CountOnly = random.Next(2) == 0,
        };
        if (random.Next(2) == 0) return query;
        return query with
        {
            MinModRevision = Number(),
            MaxModRevision = Number(),
            MinCreateRevision = Number(),
            MaxCreateRevision = 7,
        };
    }

    private KvCompare Compare()
    {
        var target = (KvCompareTarget)random.Next(5);
        var result = (KvCompareResult)random.Next(4);
        return target == KvCompareTarget.Value
            ? new(target, result, Bytes(), Bytes(), Value: Bytes())
            : new(target, result, Bytes(), Bytes(), Number());
    }

    private KvMember Member() => new((ulong)Number(), Name(), Urls(), Urls());

    private string[] Urls() => [.. Enumerable.Range(0, random.Next(3)).Select(_ => Name())];

    private long Number() => Numbers[random.Next(Numbers.Length)];

    private string Name() => new('n', random.Next(4));

    private ReadOnlyMemory<byte> Bytes() => B(new string('b', random.Next(6)));
}
