using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Runink.Barn;

/// <summary>
/// Passwords as they are kept: PBKDF2 with SHA-256. Version (1 byte), iterations (4, big-endian), salt (16), key (32). The salt is
/// drawn before the command is proposed, so every replica keeps the same bytes.
/// </summary>
internal static class PasswordHash
{
    private const byte Version = 1;
    private const int SaltOffset = 5;
    private const int SaltLength = 16;
    private const int KeyOffset = SaltOffset + SaltLength;
    private const int KeyLength = 32;

    public static byte[] Make(string password, int iterations)
    {
        var hash = new byte[KeyOffset + KeyLength];
        hash[0] = Version;
        BinaryPrimitives.WriteInt32BigEndian(hash.AsSpan(1), iterations);
        RandomNumberGenerator.Fill(hash.AsSpan(SaltOffset, SaltLength));
        Derive(password, hash.AsSpan(SaltOffset, SaltLength), iterations, hash.AsSpan(KeyOffset));
        return hash;
    }

    /// <summary>Whether a password is the one that was hashed. Takes as long for a hash that is none.</summary>
    public static bool Matches(ReadOnlySpan<byte> hash, string password, int iterations)
    {
        var isHash = hash.Length == KeyOffset + KeyLength && hash[0] == Version;
        Span<byte> salt = stackalloc byte[SaltLength];
        Span<byte> expected = stackalloc byte[KeyLength];
        Span<byte> key = stackalloc byte[KeyLength];
        salt.Clear();
        expected.Clear();
        if (isHash)
        {
            iterations = BinaryPrimitives.ReadInt32BigEndian(hash[1..]);
            hash.Slice(SaltOffset, SaltLength).CopyTo(salt);
            hash[KeyOffset..].CopyTo(expected);
        }

        Derive(password, salt, Math.Max(1, iterations), key);
        return CryptographicOperations.FixedTimeEquals(key, expected) && isHash;
    }

    private static void Derive(string password, ReadOnlySpan<byte> salt, int iterations, Span<byte> key) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, key, iterations, HashAlgorithmName.SHA256);
}
