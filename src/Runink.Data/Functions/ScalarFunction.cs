using Runink.Data.Vectors;

namespace Runink.Data.Functions;

/// <summary>
/// A function of SQL written in C#, called with up to 2,048 rows at a time, from several threads at once: keep state in
/// locals or per thread. Types are written as SQL, <c>ANY</c> included for parameters.
/// </summary>
/// <param name="name">How SQL calls it.</param>
/// <param name="returnType">The type of its results.</param>
/// <param name="parameters">The types of its arguments.</param>
public abstract class ScalarFunction(string name, string returnType, params string[] parameters)
{
    /// <summary>How SQL calls it.</summary>
    public string Name { get; } = name;

    /// <summary>The type of its results.</summary>
    public string ReturnType { get; } = returnType;

    /// <summary>The types of its arguments, in order.</summary>
    public IReadOnlyList<string> Parameters { get; } = parameters;

    /// <summary>The type of any number of further arguments, or null when there are none.</summary>
    public virtual string? VarArgs => null;

    /// <summary>True when equal arguments may give different results: then nothing is computed ahead or shared.</summary>
    public virtual bool IsVolatile => false;

    /// <summary>
    /// False (the usual): a row with a NULL argument gives NULL, whatever <see cref="Invoke"/> writes there; texts of such
    /// rows read as empty. True: <see cref="Invoke"/> sees NULLs and decides itself.
    /// </summary>
    public virtual bool HandlesNulls => false;

    /// <summary>All that the engine is told of it.</summary>
    internal string Signature => $"{Name}({string.Join(", ", Parameters)}, {VarArgs}*) {ReturnType} {IsVolatile} {HandlesNulls}";

    /// <summary>
    /// Computes one result per row of <paramref name="arguments"/>. Both are valid for the time of this call only. An
    /// exception ends the query with its message and becomes the inner exception of the error.
    /// </summary>
    protected internal abstract void Invoke(DataChunk arguments, OutputVector output);
}
