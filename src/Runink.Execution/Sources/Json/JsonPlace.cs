namespace Runink.Execution.Sources.Json;

/// <summary>Follows the brackets of a record along its shape.</summary>
internal ref struct JsonPlace(JsonShape record)
{
    private JsonShape? _shape;
    private ReadOnlySpan<byte> _name;
    private int _within;

    /// <summary>Whether what stands here directly is a value by itself, and not a part of a text.</summary>
    public readonly bool IsTakenApart => _shape is not null && _within == 0;

    /// <summary>An object or a list begins.</summary>
    public void Enter()
    {
        var inner = _within > 0 ? null : _shape is null ? record : _shape.Inner(_name);
        if (inner is null) _within++;
        else _shape = inner;
    }

    /// <summary>An object or a list ends.</summary>
    public void Leave()
    {
        if (_within > 0) _within--;
        else _shape = _shape?.Outer;
    }

    /// <summary>The name of what comes next.</summary>
    public void Name(ReadOnlySpan<byte> name)
    {
        if (_within == 0) _name = name;
    }
}
