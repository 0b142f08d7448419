using System.Buffers;
using Runink.Barn;

namespace Runink.Simulation;

/// <summary>Where frames arrive at a machine.</summary>
internal sealed class BarnEndpoint(BarnMachine machine, BarnLinks links) : INetworkEndpoint
{
    private readonly FrameReader _reader = new(maxInflatedBytes: 16 << 20);

    public bool Deliver(int from, object message)
    {
        var frame = _reader.Read(new ReadOnlySequence<byte>((byte[])message));
        if (frame.From.Value != (ulong)from || frame.Unknown > 0)
            throw new ViolationException("Frames arrive whole", $"{frame.Unknown} messages from {frame.From} are not known");
        links.Hear(from);
        return machine.Receive(frame.Messages);
    }
}
