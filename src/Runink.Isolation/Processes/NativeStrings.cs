using System.Runtime.InteropServices;

namespace Runink.Isolation.Processes;

/// <summary>Strings as C wants arguments and environments: an array of pointers that ends with null.</summary>
internal sealed class NativeStrings : IDisposable
{
    private readonly nint[] _strings;

    public NativeStrings(IReadOnlyList<string> strings)
    {
        _strings = [.. strings.Select(Marshal.StringToCoTaskMemUTF8)];
        Pointer = Marshal.AllocCoTaskMem((_strings.Length + 1) * nint.Size);
        Marshal.Copy(_strings, 0, Pointer, _strings.Length);
        Marshal.WriteIntPtr(Pointer, _strings.Length * nint.Size, 0);
    }

    /// <summary>The array.</summary>
    public nint Pointer { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var text in _strings) Marshal.FreeCoTaskMem(text);
        Marshal.FreeCoTaskMem(Pointer);
    }
}
