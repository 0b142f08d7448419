using Runink.Data.Arrow.Rows;
using Runink.Pipelines.Planning.CSharp;

namespace Runink.Execution.Steps;

/// <summary>Ends the records that a step returns, and rejects those that it cannot take or that its columns cannot hold.</summary>
internal sealed class StepRejects
{
    private readonly StepShape _shape;
    private readonly RowReader _reader;
    private readonly RowWriter _writer;
    private readonly Action[] _copies;
    private readonly Action<string?> _reject;

    public StepRejects(StepShape shape, RowReader reader, RowWriter writer)
    {
        (_shape, _reader, _writer) = (shape, reader, writer);
        _copies = [.. shape.Outputs.Select((property, i) => CopyOf(property, i))];
        _reject = (Action<string?>)writer.Setters[shape.Outputs.Count];
    }

    /// <summary>Ends a record into which all columns were put.</summary>
    /// <param name="reason">Why the step rejects it; null when it does not.</param>
    public void EndRow(string? reason)
    {
        if (_writer.FindUnfit() is >= 0 and var unfit)
        {
            var property = _shape.Outputs[unfit];
            reason = $"{property.Column} has a value that {property.Type} cannot hold";
        }

        _reject(reason);
        _writer.EndRow();
    }

    /// <summary>Rejects the record that the reader is at; what it shares with the step's own records is kept, so that a letter can show it.</summary>
    /// <param name="unfit">The column because of which the step cannot take it.</param>
    public void RejectInput(int unfit)
    {
        var property = _shape.Inputs[unfit];
        var isNull = _reader.IsNull(unfit);
        foreach (var copy in _copies) copy();
        _reject(isNull
            ? $"{property.Column} is NULL, and {property.Name} takes none"
            : $"{property.Column} has a value that {property.Name} cannot hold");
        _writer.EndRow();
    }

    private Action CopyOf(StepProperty property, int column)
    {
        for (var i = 0; i < _shape.Inputs.Count; i++)
        {
            var isSame = string.Equals(_shape.Inputs[i].Column, property.Column, StringComparison.OrdinalIgnoreCase);
            if (isSame && _writer.Copy(column, _reader, i) is { } copy) return copy;
        }

        return () => _writer.PutNull(column);
    }
}
