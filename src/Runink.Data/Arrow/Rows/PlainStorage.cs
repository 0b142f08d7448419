namespace Runink.Data.Arrow.Rows;

/// <summary>Numbers that are stored as they are.</summary>
internal readonly struct PlainStorage<T> : IValueStorage<T, T>
    where T : unmanaged
{
    public bool IsTotal => true;

    public bool TryLoad(T stored, out T value)
    {
        value = stored;
        return true;
    }

    public bool TryStore(T value, out T stored)
    {
        stored = value;
        return true;
    }
}
