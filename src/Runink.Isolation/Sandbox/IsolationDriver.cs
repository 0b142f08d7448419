namespace Runink.Isolation.Sandbox;

/// <summary>How slices are kept apart.</summary>
public enum IsolationDriver
{
    /// <summary>By bubblewrap: namespaces, a root of its own, no rights.</summary>
    Bubblewrap,

    /// <summary>
    /// Not at all: a plain process with the agent's rights, under its limits. Only for who asks for exactly this.
    /// </summary>
    None,
}
