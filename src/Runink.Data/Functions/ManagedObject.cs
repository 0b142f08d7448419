using System.Runtime.InteropServices;

namespace Runink.Data.Functions;

/// <summary>A .NET object that the engine keeps for us, and frees, and disposes, when it no longer needs it.</summary>
internal static unsafe class ManagedObject
{
    internal static delegate* unmanaged<nint, void> Destroy => &Free;

    internal static nint Give(object instance) => GCHandle.ToIntPtr(GCHandle.Alloc(instance));

    internal static T Get<T>(nint given)
        where T : class => (T)GCHandle.FromIntPtr(given).Target!;

    [UnmanagedCallersOnly]
    private static void Free(nint given)
    {
        var handle = GCHandle.FromIntPtr(given);
        try
        {
            (handle.Target as IDisposable)?.Dispose();
        }
        catch (Exception)
        {
            // The query is over and native frames lie above us: there is nobody left to tell.
        }
        finally
        {
            handle.Free();
        }
    }
}
