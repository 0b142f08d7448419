namespace Runink.Data.Arrow.Rows;

/// <summary>How values of .NET are stored in a column of a fixed width. Structs implement it, so that calls cost nothing.</summary>
internal interface IValueStorage<T, TStored>
    where T : struct
    where TStored : unmanaged
{
    /// <summary>Whether every stored value has one of .NET; else <see cref="TryLoad"/> has to be asked.</summary>
    bool IsTotal { get; }

    /// <summary>The value of .NET, if there is one.</summary>
    bool TryLoad(TStored stored, out T value);

    /// <summary>What is stored, if the column's type can hold it.</summary>
    bool TryStore(T value, out TStored stored);
}
