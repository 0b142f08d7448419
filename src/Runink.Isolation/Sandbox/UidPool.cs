using System.ComponentModel;
using System.Globalization;
using Runink.Isolation.Processes;

namespace Runink.Isolation.Sandbox;

/// <summary>
/// Hands out users, to one slice each at a time on the whole machine. A lock on a file of the user tells that it is taken. The
/// file names the lock of the slice that has it, since a slice may outlive its agent by a moment and the agent's lock with it.
/// </summary>
/// <param name="directory">Where the files are. For root alone.</param>
internal sealed class UidPool(string directory)
{
    private const int NoSuchFile = 2;

    // Agents begin at different places, so that they seldom meet. Each comes back to the same users, whose maps of owners it has.
    private readonly int _start = Random.Shared.Next(int.MaxValue);

    /// <summary>Takes a free user.</summary>
    /// <param name="range">Of which users.</param>
    /// <param name="sliceLock">The lock file of the slice, which is locked while anything of it lives.</param>
    /// <exception cref="IsolationException">All are taken.</exception>
    public UidLease Take(UidRange range, string sliceLock)
    {
        PrivateDirectory.Make(directory);
        for (var i = 0; i < range.Count; i++)
        {
            var uid = range.First + (uint)(((long)_start + i) % range.Count);
            var path = Path.Join(directory, uid.ToString(CultureInfo.InvariantCulture));
            if (KernelLock.TryAcquire(path) is not { } held) continue;
            try
            {
                if (LastHolderIsGone(held))
                {
                    held.Write(sliceLock);
                    return new(uid, held);
                }
            }
            catch
            {
                held.Dispose();
                throw;
            }

            held.Dispose();
        }

        throw new IsolationException(
            $"all {range.Count} users from {range.First} on are taken by slices that run",
            "give the herd a wider range of users");
    }

    private static bool LastHolderIsGone(KernelLock held)
    {
        if (held.Read() is not { Length: > 0 } sliceLock || !File.Exists(sliceLock)) return true;
        try
        {
            // Never made anew: whoever sweeps may be removing it and its directory just now.
            using var free = KernelLock.TryAcquire(sliceLock, make: false);
            return free is not null;
        }
        catch (IOException gone) when (gone.InnerException is Win32Exception { NativeErrorCode: NoSuchFile })
        {
            return true;
        }
    }
}

/// <summary>A user that a slice has to itself.</summary>
/// <param name="Uid">The user; its group has the same number.</param>
/// <param name="Lock">What tells other agents so.</param>
internal sealed record UidLease(uint Uid, KernelLock Lock) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Lock.Dispose();
}
