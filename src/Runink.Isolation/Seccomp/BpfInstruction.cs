namespace Runink.Isolation.Seccomp;

/// <summary>One instruction of classic BPF. Jumps skip that many of the following instructions; there are no others than forward ones.</summary>
/// <param name="Code">What it does.</param>
/// <param name="IfTrue">How far to jump when a comparison holds.</param>
/// <param name="IfFalse">How far when it does not.</param>
/// <param name="Value">The constant, the offset, or the distance of an unconditional jump.</param>
internal readonly record struct BpfInstruction(ushort Code, byte IfTrue, byte IfFalse, uint Value)
{
    /// <summary>Bytes in the kernel's form.</summary>
    public const int Size = 8;

    private const ushort LoadWordAbsolute = 0x20;
    private const ushort AndConstant = 0x54;
    private const ushort JumpAlways = 0x05;
    private const ushort JumpIfEqual = 0x15;
    private const ushort JumpIfGreaterOrEqual = 0x35;
    private const ushort ReturnConstant = 0x06;

    /// <summary>Loads 32 bits of what the kernel tells about the call (<c>struct seccomp_data</c>).</summary>
    public static BpfInstruction Load(uint offset) => new(LoadWordAbsolute, 0, 0, offset);

    public static BpfInstruction And(uint mask) => new(AndConstant, 0, 0, mask);

    public static BpfInstruction Jump(int distance) => new(JumpAlways, 0, 0, (uint)distance);

    public static BpfInstruction IfEqual(uint value, int then, int otherwise) =>
        new(JumpIfEqual, Near(then), Near(otherwise), value);

    public static BpfInstruction IfAtLeast(uint value, int then, int otherwise) =>
        new(JumpIfGreaterOrEqual, Near(then), Near(otherwise), value);

    public static BpfInstruction Return(uint verdict) => new(ReturnConstant, 0, 0, verdict);

    private static byte Near(int distance) =>
        distance <= byte.MaxValue ? (byte)distance : throw new FormatException("policy: one call tests too many values; shorten its rules");
}
