using System.Buffers.Binary;
using System.Globalization;

namespace Runink.Barn.Tests;

/// <summary>Spoils inputs by chance: RUNINK_FUZZ says how many, RUNINK_SEED the first seed.</summary>
public static class Fuzzing
{
    private const int DefaultInputs = 3_000;
    private const long MostBytesPerInput = 64 << 20;

    public static long Wanted => FromEnvironment("RUNINK_FUZZ") ?? DefaultInputs;

    /// <summary>Tries inputs; each has a seed of its own, that is told if it fails.</summary>
    public static void Run(Action<Random> tryOne)
    {
        var first = FromEnvironment("RUNINK_SEED") ?? Random.Shared.Next(1_000_000);
        for (var i = 0L; i < Wanted; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                tryOne(new Random((int)(first + i)));
            }
            catch (Exception e)
            {
                Assert.Fail($"RUNINK_SEED={first + i}: {e}");
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < MostBytesPerInput, $"RUNINK_SEED={first + i}: took {allocated} bytes");
        }
    }

    /// <summary>A copy in which some bytes are others, are gone, or have come from elsewhere.</summary>
    public static byte[] Spoil(byte[] input, Random chance)
    {
        var bytes = input.ToArray();
        for (var i = chance.Next(1, 5); i > 0 && bytes.Length > 8; i--)
        {
            var at = chance.Next(bytes.Length);
            switch (chance.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << chance.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)chance.Next(256);
                    break;
                case 2:
                    uint[] words = [uint.MaxValue, (uint)chance.Next(), (uint)chance.Next(64)];
                    var place = Math.Min(at & ~3, (bytes.Length - 4) & ~3);
                    BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(place), words[chance.Next(3)]);
                    break;
                case 3:
                    bytes.AsSpan(at, Math.Min(chance.Next(600), bytes.Length - at)).Clear();
                    break;
                case 4:
                    Array.Resize(ref bytes, chance.Next(4) == 0 ? at : bytes.Length + chance.Next(64));
                    break;
                default:
                    var length = Math.Min(chance.Next(100), bytes.Length - at);
                    bytes.AsSpan(chance.Next(bytes.Length - length), length).ToArray().CopyTo(bytes, at);
                    break;
            }
        }

        return bytes;
    }

    private static long? FromEnvironment(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;
}
