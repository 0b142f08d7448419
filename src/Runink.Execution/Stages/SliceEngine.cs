using Runink.Data.Engines;
using Runink.Execution.Sinks;
using Runink.Pipelines.Slices;
using Runink.Pipelines.Types;

namespace Runink.Execution.Stages;

/// <summary>
/// The engine of this process. To open and close one takes longer than many a stage, so one that has done its work is used again, by work that asks for the same
/// limits and walls. Not thread-safe.
/// </summary>
internal sealed class SliceEngine : IDisposable
{
    // The rest of the limit is the runtime, the record reader's blocks and the engine's buffers outside its own accounting.
    private const double EngineShare = 0.6;

    private Engine? _engine;
    private EngineOptions? _options;
    private EquatableList<string>? _walls;

    /// <summary>Opens one before it is known what for, unless one is kept.</summary>
    public void Open() => _engine ??= Engine.Open();

    /// <summary>The engine for an assignment: with its limits, and nothing in it.</summary>
    public Engine For(SliceAssignment assignment)
    {
        var options = OptionsOf(assignment);
        if (_engine is { IsLockedDown: true } && _options == options && Equals(_walls, assignment.Walls)) return _engine;
        if (_engine is { IsLockedDown: true }) Dispose();
        Open();
        _engine!.Set(options);
        // Settings are locked with the walls.
        using (var connection = _engine.Connect()) connection.Execute(SinkWriter.Settings);
        (_options, _walls) = (options, assignment.Walls);
        return _engine;
    }

    /// <summary>Keeps the engine for the next assignment if nothing of this one can be in it then, and closes it if not.</summary>
    /// <param name="assignment">The work that is done.</param>
    public void Finish(SliceAssignment assignment)
    {
        if (assignment is not { Stay: true, Walls: not null } || !_engine!.TryReset()) Dispose();
    }

    /// <summary>Closes the engine.</summary>
    public void Dispose()
    {
        _engine?.Dispose();
        _engine = null;
    }

    private static EngineOptions OptionsOf(SliceAssignment assignment) => new()
    {
        MemoryLimitBytes = (long)(assignment.MemoryBytes * EngineShare),
        Threads = assignment.Ordered ? 1 : assignment.Threads,
        SpillDirectory = assignment.SpillDirectory,
        PreserveInsertionOrder = assignment.Ordered,
    };
}
