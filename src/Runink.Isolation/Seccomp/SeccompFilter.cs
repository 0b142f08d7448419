using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Runink.Isolation.Seccomp;

/// <summary>
/// Makes the program that the kernel runs before every system call of a slice: classic BPF, as an array of
/// <c>struct sock_filter</c> (8 bytes each), the form that <c>bwrap --seccomp FD</c> reads. Thread-safe.
/// </summary>
public static class SeccompFilter
{
    private static readonly Lazy<byte[]> OfThisMachine = new(() => Compile(SyscallPolicy.Default, RuntimeInformation.ProcessArchitecture));

    /// <summary>The default policy for the architecture of this process.</summary>
    /// <exception cref="PlatformNotSupportedException">Neither x86-64 nor aarch64.</exception>
    public static ReadOnlyMemory<byte> Default => OfThisMachine.Value;

    /// <summary>Compiles a policy.</summary>
    /// <param name="policy">What is allowed; names that the architecture does not have are passed over.</param>
    /// <param name="architecture">Of the machine that the filter is for; both are little-endian.</param>
    /// <exception cref="PlatformNotSupportedException">Neither x86-64 nor aarch64.</exception>
    /// <exception cref="FormatException">The policy needs more than the kernel's 4,096 instructions, or one call needs too many values.</exception>
    public static byte[] Compile(SyscallPolicy policy, Architecture architecture)
    {
        var program = FilterCompiler.Compile(policy, SyscallTable.Of(architecture));
        var bytes = new byte[program.Count * BpfInstruction.Size];
        for (var i = 0; i < program.Count; i++)
        {
            var place = bytes.AsSpan(i * BpfInstruction.Size, BpfInstruction.Size);
            BinaryPrimitives.WriteUInt16LittleEndian(place, program[i].Code);
            place[2] = program[i].IfTrue;
            place[3] = program[i].IfFalse;
            BinaryPrimitives.WriteUInt32LittleEndian(place[4..], program[i].Value);
        }

        return bytes;
    }
}
