namespace Runink.Data.Functions;

/// <summary>The functions of one kind that an engine knows, by name and types. Thread-safe.</summary>
internal sealed class FunctionTable<T>
    where T : class
{
    private readonly List<FunctionRegistration<T>> _all = [];
    private readonly Dictionary<string, FunctionRegistration<T>> _known = new(StringComparer.OrdinalIgnoreCase);

    internal int Count
    {
        get
        {
            lock (_known) return _all.Count;
        }
    }

    /// <summary>Has the engine call a function: by what it knows already, where nothing stands behind that.</summary>
    /// <param name="signature">Its name and all that the engine is told of it.</param>
    /// <param name="function">The function.</param>
    /// <param name="register">Tells the engine of it.</param>
    internal void Register(string signature, T function, Func<FunctionRegistration<T>> register)
    {
        lock (_known)
        {
            if (_known.TryGetValue(signature, out var known) && known.TryTake(function)) return;
            _all.Add(_known[signature] = register());
        }
    }

    /// <summary>Takes away what stands behind all of them.</summary>
    internal void Forget()
    {
        lock (_known)
        {
            foreach (var each in _all) each.Forget();
        }
    }
}
