namespace Runink.Barn;

/// <summary>The binary form of commands about members.</summary>
internal static class MemberCommandCodec
{
    public static void Write(KvWriter writer, MemberCommand command)
    {
        switch (command)
        {
            case MemberAddCommand add:
                CommandEncoder.Kind(writer, CommandKind.MemberAdd);
                MemberCodec.Write(writer, add.Member);
                break;
            case MemberPublishCommand publish:
                CommandEncoder.Kind(writer, CommandKind.MemberPublish);
                MemberCodec.Write(writer, publish.Member);
                break;
            case MemberUpdateCommand update:
                CommandEncoder.Kind(writer, CommandKind.MemberUpdate);
                MemberCodec.Write(writer, new KvMember(update.Id, "", update.PeerUrls, []));
                break;
            case MemberForgetCommand forget:
                CommandEncoder.Kind(writer, CommandKind.MemberForget);
                writer.Unsigned(forget.Id);
                break;
            default: throw new ArgumentException($"{command.GetType().Name} has no binary form", nameof(command));
        }
    }

    public static KvCommand? Read(ref KvReader reader, CommandKind kind) => kind switch
    {
        CommandKind.MemberAdd => new MemberAddCommand(MemberCodec.ReadMember(ref reader)),
        CommandKind.MemberPublish => new MemberPublishCommand(MemberCodec.ReadMember(ref reader)),
        CommandKind.MemberUpdate => Update(MemberCodec.ReadMember(ref reader)),
        CommandKind.MemberForget => new MemberForgetCommand(reader.Unsigned()),
        _ => null,
    };

    private static MemberUpdateCommand Update(KvMember member) =>
        member is { Name: "", ClientUrls.Count: 0 }
            ? new(member.Id, member.PeerUrls)
            : throw new KvFormatException("an update of a member holds more than its peer URLs");
}
