namespace Runink.Barn;

/// <summary>An outcome whose answer is settled.</summary>
internal interface IOutcome
{
    /// <summary>Tells it to whoever awaits it.</summary>
    void Tell();
}
