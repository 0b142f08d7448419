namespace Runink.Simulation;

/// <summary>What became of a command that was applied.</summary>
public enum ReplyStatus : byte
{
    /// <summary>It took effect, and the reply says with what result.</summary>
    Done,

    /// <summary>Nothing happened: the slot already holds a later generation.</summary>
    Retired,

    /// <summary>Nothing happened: its client has since sent later commands, so that this one comes late and perhaps again.</summary>
    Superseded,
}
