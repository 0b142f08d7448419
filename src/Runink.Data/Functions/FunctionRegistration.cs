namespace Runink.Data.Functions;

/// <summary>
/// A function as the engine knows it, and what stands behind it. The engine never forgets one: when the work is over that it was made for,
/// nothing stands behind it any more, until work that needs one of the same name and types comes.
/// </summary>
/// <param name="function">What stands behind it.</param>
internal abstract class FunctionRegistration<T>(T function)
    where T : class
{
    private T? _function = function;

    /// <exception cref="InvalidOperationException">The work that it was made for is over.</exception>
    protected T Function => Volatile.Read(ref _function) ?? throw new InvalidOperationException("this function belongs to work that is over");

    /// <summary>Puts a function behind it; false when one stands there.</summary>
    internal bool TryTake(T function) => Interlocked.CompareExchange(ref _function, function, null) is null;

    internal void Forget() => Volatile.Write(ref _function, null);
}
