using System.ComponentModel;
using System.Globalization;
using Runink.Isolation.Processes;

namespace Runink.Isolation.Sandbox;

/// <summary>
/// An agent's part of the state directory. The agent holds its lock as long as it lives and gives it to nobody, so that others
/// see when it is gone.
/// </summary>
internal sealed class AgentDirectory : IDisposable
{
    public const string LockFile = "lock";
    private const int Tries = 16;
    private const int NameBytes = 8;
    private const int NoSuchFile = 2;
    private readonly KernelLock _lock;

    private AgentDirectory(string path, KernelLock held)
    {
        Path = path;
        Run = new(path);
        _lock = held;
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>The control groups of the run whose slices it starts.</summary>
    public RunGroups Run { get; }

    /// <summary>Makes one.</summary>
    /// <exception cref="IOException">The state directory cannot be used.</exception>
    public static AgentDirectory Make(string state)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var path = System.IO.Path.Join(state, Identifier());
            PrivateDirectory.Make(path);
            try
            {
                if (KernelLock.TryAcquire(System.IO.Path.Join(path, LockFile)) is { } held) return Owned(path, held);
            }
            catch (IOException swept) when (swept.InnerException is Win32Exception { NativeErrorCode: NoSuchFile })
            {
                // Somebody swept in the moment between the directory and its lock, and took it for a dead agent's. Its name may still be there.
            }
        }

        throw new IOException($"no directory for this agent can be made in '{state}'");
    }

    /// <summary>
    /// Whether an agent whose lock is held lives. If not, the lock is about to be free: a program that the agent was just
    /// starting when it died has it until it runs. Of an agent in another container only the lock can tell.
    /// </summary>
    public static bool HolderLives(string path)
    {
        var holder = KernelLock.Peek(System.IO.Path.Join(path, LockFile)).Split(' ');
        return holder is [_, _, var space] && space != ProcessTable.Namespace
            || !int.TryParse(holder[0], CultureInfo.InvariantCulture, out var process)
            || ProcessTable.Identity(process) == string.Join(' ', holder.Take(2));
    }

    /// <summary>Sixteen random hexadecimal digits.</summary>
    public static string Identifier()
    {
        Span<byte> bytes = stackalloc byte[NameBytes];
        Random.Shared.NextBytes(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>
    /// Removes the directory of an agent whose lock is held. The lock goes last, so that a directory without one is empty for whoever
    /// sweeps meanwhile, and may go by either.
    /// </summary>
    public static void Remove(string path)
    {
        foreach (var slice in Directory.GetDirectories(path)) Directory.Delete(slice, recursive: true);
        foreach (var file in Directory.GetFiles(path).Where(file => System.IO.Path.GetFileName(file) != LockFile)) File.Delete(file);
        File.Delete(System.IO.Path.Join(path, LockFile));
        TryRemoveEmpty(path);
    }

    /// <summary>Removes a directory that is empty; false when somebody uses it, or was faster.</summary>
    public static bool TryRemoveEmpty(string path)
    {
        try
        {
            Directory.Delete(path);
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Leaves it to the next sweep: something that the agent started lives.</summary>
    public void Leave() => _lock.Dispose();

    /// <summary>Removes it. Nothing that the agent started may live.</summary>
    public void Dispose()
    {
        Remove(Path);
        _lock.Dispose();
    }

    private static AgentDirectory Owned(string path, KernelLock held)
    {
        try
        {
            held.Write($"{ProcessTable.Identity(Environment.ProcessId)} {ProcessTable.Namespace}");
            return new(path, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }
}
