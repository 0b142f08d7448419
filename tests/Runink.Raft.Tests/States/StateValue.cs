namespace Runink.Raft.Tests;

/// <summary>One value of a state.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Value">What it is.</param>
/// <param name="Change">Makes it something else.</param>
/// <param name="Undo">Makes it what it was.</param>
internal sealed record StateValue(string Path, object Value, Action Change, Action Undo)
{
    /// <summary>The value as text; bytes by their content.</summary>
    public string Show() => Value is Entry entry ? $"{entry} {Convert.ToHexString(entry.Command.Span)}" : $"{Value}";

    /// <summary>The same value inside a struct, which must be put back as a whole.</summary>
    public StateValue InCopy(object copy, Action<object?> set)
    {
        return this with { Change = () => Then(Change), Undo = () => Then(Undo) };

        void Then(Action first)
        {
            first();
            set(copy);
        }
    }
}
