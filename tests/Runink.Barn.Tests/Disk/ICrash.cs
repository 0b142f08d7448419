namespace Runink.Barn.Tests;

/// <summary>Decides what of a <see cref="MemoryDisk"/> that was not synced survives a loss of power.</summary>
public interface ICrash
{
    /// <summary>Whether a name that came, went or moved is on the disk as it is now.</summary>
    bool KeepsName();

    /// <summary>Whether anything of a write, or a new length, is on the disk.</summary>
    bool KeepsChange();

    /// <summary>Whether a sector of a write that is kept is on the disk.</summary>
    bool KeepsSector();

    /// <summary>What is on the disk in the place of what was written.</summary>
    byte[] Spoil(byte[] sector);
}
