using Runink.Store.Machine;

namespace Runink.Store.Journal;

/// <summary>Applies records to a state. One that is intact but does not fit the state is damage, too.</summary>
internal static class Replay
{
    /// <summary>Applies the command that a reader has just read.</summary>
    public static void Apply(RecordReader reader, StoreMachine machine)
    {
        try
        {
            var command = CommandCodec.ReadCommand(reader.Kind, reader.Payload);
            CheckOrder(machine, command);
            machine.Apply(command);
        }
        catch (Exception failure) when (failure is not StoreException)
        {
            throw reader.Senseless($"its {reader.Kind} record does not fit what came before: {failure.Message}");
        }
    }

    /// <summary>Puts the entry that a reader has just read into a state that begins.</summary>
    public static void Restore(RecordReader reader, StoreMachine machine)
    {
        try
        {
            machine.Restore(CommandCodec.ReadEntry(reader.Payload));
        }
        catch (Exception failure) when (failure is not StoreException)
        {
            throw reader.Senseless($"an entry of its snapshot cannot be read: {failure.Message}");
        }
    }

    private static void CheckOrder(StoreMachine machine, Command command)
    {
        if (command is ChangeCommand change && change.Revision != machine.Revision + 1)
            throw new FormatException($"revision {change.Revision} follows {machine.Revision}");
        if (command is CompactCommand compact
            && (compact.Revision <= machine.CompactRevision || compact.Revision > machine.Revision))
        {
            throw new FormatException($"revision {compact.Revision} cannot be compacted");
        }
    }
}
