using System.Buffers.Binary;

namespace Runink.Isolation.Tests.Seccomp;

/// <summary>
/// Runs filters as the kernel does, and refuses what the kernel refuses when a filter is installed: unknown instructions, loads
/// outside of the data, jumps that leave the program.
/// </summary>
internal sealed class BpfMachine
{
    private const int InstructionSize = 8;
    private const int InstructionsMax = 4096;
    private const int DataSize = 64;
    private readonly Instruction[] _program;

    public BpfMachine(ReadOnlySpan<byte> program)
    {
        Assert.Equal(0, program.Length % InstructionSize);
        Assert.InRange(program.Length / InstructionSize, 1, InstructionsMax);
        _program = new Instruction[program.Length / InstructionSize];
        for (var i = 0; i < _program.Length; i++) _program[i] = Instruction.Read(program.Slice(i * InstructionSize, InstructionSize));
        for (var i = 0; i < _program.Length; i++) Check(i);
    }

    public int Length => _program.Length;

    /// <summary>Instructions that the last run took.</summary>
    public int Steps { get; private set; }

    public uint Run(uint architecture, uint number, params ReadOnlySpan<ulong> arguments)
    {
        Span<byte> data = stackalloc byte[DataSize];
        BinaryPrimitives.WriteUInt32LittleEndian(data, number);
        BinaryPrimitives.WriteUInt32LittleEndian(data[4..], architecture);
        for (var i = 0; i < arguments.Length; i++) BinaryPrimitives.WriteUInt64LittleEndian(data[(16 + (i * 8))..], arguments[i]);
        return Run(data);
    }

    private uint Run(ReadOnlySpan<byte> data)
    {
        uint accumulator = 0;
        Steps = 0;
        for (var at = 0; ; at++)
        {
            var (code, ifTrue, ifFalse, value) = _program[at];
            Steps++;
            switch (code)
            {
                case 0x20: accumulator = BinaryPrimitives.ReadUInt32LittleEndian(data[(int)value..]); break;
                case 0x54: accumulator &= value; break;
                case 0x05: at += (int)value; break;
                case 0x15: at += accumulator == value ? ifTrue : ifFalse; break;
                case 0x35: at += accumulator >= value ? ifTrue : ifFalse; break;
                default: return value;
            }
        }
    }

    private void Check(int at)
    {
        var (code, ifTrue, ifFalse, value) = _program[at];
        var behind = _program.Length - at - 1;
        var sound = code switch
        {
            0x20 => value % 4 == 0 && value < DataSize && behind > 0,
            0x54 => behind > 0,
            0x05 => value < behind,
            0x15 or 0x35 => ifTrue < behind && ifFalse < behind,
            0x06 => true,
            _ => false,
        };
        Assert.True(sound, $"the kernel would refuse instruction {at}: {code:x} {ifTrue} {ifFalse} {value:x}");
    }

    private readonly record struct Instruction(ushort Code, byte IfTrue, byte IfFalse, uint Value)
    {
        public static Instruction Read(ReadOnlySpan<byte> bytes) => new(
            BinaryPrimitives.ReadUInt16LittleEndian(bytes), bytes[2], bytes[3], BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]));
    }
}
