namespace Runink.Simulation;

/// <summary>The program whose disk it is. It keeps the content; the disk knows only when, and what a crash leaves.</summary>
/// <typeparam name="TWrite">What is written.</typeparam>
public interface IDiskOwner<in TWrite>
{
    /// <summary>The write is durable: put it into the content.</summary>
    void Persist(TWrite write);

    /// <summary>
    /// A crash tore the write: put a part of it into the content, as far as such a write can be torn, else nothing.
    /// </summary>
    void PersistTorn(TWrite write, Prng chance);

    /// <summary>All writes up to this one are durable: tell the program.</summary>
    void Report(TWrite last);
}
