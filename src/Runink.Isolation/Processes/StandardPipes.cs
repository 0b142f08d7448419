using System.IO.Pipes;

namespace Runink.Isolation.Processes;

/// <summary>This side of a program's standard streams.</summary>
/// <param name="Input">What it reads.</param>
/// <param name="Output">What it writes.</param>
/// <param name="Error">What it complains about.</param>
internal sealed record StandardPipes(Stream Input, Stream Output, Stream Error) : IDisposable
{
    /// <summary>Makes the three pipes; the program's sides are its descriptors 0, 1 and 2.</summary>
    public static StandardPipes Make(DescriptorTable descriptors)
    {
        var input = Posix.Pipe();
        descriptors.Give(input.Read);
        var write = new AnonymousPipeClientStream(PipeDirection.Out, input.Write);
        Stream? output = null;
        try
        {
            output = ReadFrom(descriptors).Stream;
            return new(write, output, ReadFrom(descriptors).Stream);
        }
        catch
        {
            write.Dispose();
            output?.Dispose();
            throw;
        }
    }

    /// <summary>A pipe of which the program has the writing side, and the number it has it under.</summary>
    public static (Stream Stream, int Number) ReadFrom(DescriptorTable descriptors)
    {
        var pipe = Posix.Pipe();
        var number = descriptors.Give(pipe.Write);
        return (new AnonymousPipeClientStream(PipeDirection.In, pipe.Read), number);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Input.Dispose();
        Output.Dispose();
        Error.Dispose();
    }
}
