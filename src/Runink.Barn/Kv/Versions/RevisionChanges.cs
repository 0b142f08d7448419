using System.Runtime.CompilerServices;

namespace Runink.Barn;

/// <summary>The changes of one revision in their order; none when the revision is swept.</summary>
internal readonly struct RevisionChanges(object? changes)
{
    private readonly KeyVersion[]? _many = changes as KeyVersion[];

    public int Count => changes is null ? 0 : _many is null ? 1 : _many.Length;

    public KeyVersion this[int at] => _many is null ? Unsafe.As<KeyVersion>(changes!) : _many[at];
}
