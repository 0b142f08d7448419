using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;

namespace Runink.Execution.Edges;

/// <summary>
/// Whoever reads the other end of an edge, as its writer knows it. A slice of ours that stops reading has what it needs, or fails for a reason that it tells
/// itself, and the flow is computed to its end all the same: its dead letters are wanted. A step of one's own has to read to the end.
/// </summary>
internal sealed class EdgeReader(EdgeEnd edge, PlanNode node)
{
    private bool _isGone;

    /// <summary>Writes, unless nobody reads any more.</summary>
    public void Offer(Action write)
    {
        if (_isGone) return;
        try
        {
            write();
        }
        catch (IOException gone)
        {
            if (edge.IsOwnStep) throw Lost(node, gone);
            _isGone = true;
        }
    }

    /// <summary>That the step that reads a flow ended before the flow did.</summary>
    public static RuninkException Lost(PlanNode node, IOException gone) =>
        SliceErrors.Exception(SliceErrors.LostPeer, $"the program that reads \"{node.Flow}\" is gone", inner: gone);
}
