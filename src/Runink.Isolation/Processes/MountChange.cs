using System.Runtime.InteropServices;

namespace Runink.Isolation.Processes;

/// <summary>What is done to a place where something is mounted.</summary>
internal enum MountChangeKind
{
    /// <summary>Something is mounted there that nobody has seen yet.</summary>
    Put,

    /// <summary>
    /// It becomes read-only, with all beneath it. The kernel refuses that while anybody can still write to a file of it, by an open
    /// file, a mapping, or an open file on its way in a message.
    /// </summary>
    Close,

    /// <summary>It is taken away. Who has files of it open keeps those.</summary>
    Take,
}

/// <summary>A change of what is mounted.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Target">The path where, in which nobody there can put a link.</param>
/// <param name="Mount">What is mounted, for <see cref="MountChangeKind.Put"/>.</param>
internal readonly record struct MountChange(MountChangeKind Kind, string Target, SafeHandle? Mount = null);
