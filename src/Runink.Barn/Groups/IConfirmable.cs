namespace Runink.Barn;

/// <summary>What may be answered only when a majority has said that nobody else leads, and all that was acknowledged is applied.</summary>
internal interface IConfirmable
{
    /// <summary>The tick at which it is given up.</summary>
    long Deadline { get; }

    /// <summary>The majority has said so since this was asked, and the state is as new as that.</summary>
    void Confirmed(Group by);

    /// <summary>It will not come about.</summary>
    void Refused(Group by, KvError reason);
}
