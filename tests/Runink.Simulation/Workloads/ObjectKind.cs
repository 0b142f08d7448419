namespace Runink.Simulation;

/// <summary>The sequential objects that clients work on; each has its own way of showing a mistake.</summary>
public enum ObjectKind : byte
{
    /// <summary>A number that is read and written: shows stale reads.</summary>
    Register,

    /// <summary>A register with compare-and-swap besides: shows lost updates.</summary>
    CasRegister,

    /// <summary>A list that is only appended to and read whole: shows lost, doubled and reordered writes.</summary>
    List,

    /// <summary>A set of small numbers whose operations tell whether they changed anything.</summary>
    Set,
}
