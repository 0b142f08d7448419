using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning.CSharp;

/// <summary>A C# step as it was compiled, and its form as a file. Immutable.</summary>
/// <param name="Shape">What it takes and returns.</param>
/// <param name="Assembly">The compiled code.</param>
/// <param name="Symbols">Where its code stands in the source, for messages.</param>
/// <param name="Doubts">What the compiler has warned of.</param>
public sealed record CompiledStep(StepShape Shape, byte[] Assembly, byte[] Symbols, EquatableList<StepDoubt> Doubts)
{
    /// <summary>The class that stands between columns and the step's records.</summary>
    public const string AdapterType = StepAdapter.TypeName;

    /// <summary>The class's method.</summary>
    public const string AdapterMethod = StepAdapter.MethodName;

    private const int HashBytes = 32;
    private const int LengthBytes = 4;

    /// <summary>The bytes of its file: a hash of what follows; the length of each part, and the part.</summary>
    public byte[] ToBytes()
    {
        byte[][] parts = [Encoding.UTF8.GetBytes(PlanJson.Write(new Header(Shape, Doubts))), Assembly, Symbols];
        var bytes = new byte[HashBytes + parts.Sum(part => LengthBytes + part.Length)];
        var at = HashBytes;
        foreach (var part in parts)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), part.Length);
            part.CopyTo(bytes, at + LengthBytes);
            at += LengthBytes + part.Length;
        }

        SHA256.HashData(bytes.AsSpan(HashBytes), bytes);
        return bytes;
    }

    /// <summary>Reads the bytes of a file; null when they are damaged.</summary>
    public static CompiledStep? FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HashBytes || !SHA256.HashData(bytes[HashBytes..]).AsSpan().SequenceEqual(bytes[..HashBytes])) return null;
        var rest = bytes[HashBytes..];
        try
        {
            var header = PlanJson.Read<Header>(Encoding.UTF8.GetString(Part(ref rest)));
            return new CompiledStep(header.Shape, Part(ref rest).ToArray(), Part(ref rest).ToArray(), header.Doubts);
        }
        catch (Exception failure) when (failure is JsonException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static ReadOnlySpan<byte> Part(ref ReadOnlySpan<byte> rest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rest.Length, LengthBytes, nameof(rest));
        var part = rest.Slice(LengthBytes, BinaryPrimitives.ReadInt32LittleEndian(rest));
        rest = rest[(LengthBytes + part.Length)..];
        return part;
    }

    /// <summary>What stands before the code in its file.</summary>
    internal sealed record Header(StepShape Shape, EquatableList<StepDoubt> Doubts);
}

/// <summary>A warning of the compiler.</summary>
/// <param name="Message">What it says, its own number first.</param>
/// <param name="At">The place in the step's code.</param>
public sealed record StepDoubt(string Message, SourceSpan At);
