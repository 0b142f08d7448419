using Runink.Execution.Sources.Blocks;

namespace Runink.Execution.Sources;

/// <summary>
/// Delivers the records of a <see cref="RecordSource"/> to one thread, batch by batch; several readers share the work. What
/// the cells of a batch point at belongs to the reader and stays in place until its next call. One thread at a time.
/// </summary>
public abstract class RecordReader : IDisposable
{
    private readonly RecordSource _source;
    private readonly RecordBlock _block;
    private long _expected;
    private bool _attached;

    private protected RecordReader(RecordSource source)
    {
        _source = source;
        _block = new RecordBlock(source.Memory);
        Scratch = new ScratchArena(source.Memory);
    }

    /// <summary>Index of the file that the records of the last batch come from: a batch never spans two.</summary>
    public int File => _block.File;

    private protected ScratchArena Scratch { get; }

    /// <summary>
    /// Writes the next records into the target, at most <see cref="BatchTarget.Capacity"/>; returns how many. 0 means that
    /// none are left for this reader.
    /// </summary>
    /// <exception cref="Pipelines.Diagnostics.RuninkException">
    /// The source cannot be read to its end (<see cref="ReadErrors"/>).
    /// </exception>
    public int Read(BatchTarget target)
    {
        while (true)
        {
            Scratch.Reset();
            int rows = _attached ? Next(target) : 0;
            if (rows > 0)
            {
                _expected -= rows;
                _source.Progress.AddDelivered(rows);
                return rows;
            }

            if (_expected != 0)
                throw new InvalidOperationException($"a block was cut with {_expected} records more than were found in it");
            _attached = _source.Blocks.TryTake(_block);
            if (!_attached)
            {
                Dispose();
                return 0;
            }

            _expected = _block.Records;
            Attach(_block);
        }
    }

    /// <summary>Frees the memory of the last batch.</summary>
    public void Dispose()
    {
        _block.Dispose();
        Scratch.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Begins a block.</summary>
    private protected abstract void Attach(RecordBlock block);

    /// <summary>Delivers the next records of the block; 0 at its end.</summary>
    private protected abstract int Next(BatchTarget target);
}
