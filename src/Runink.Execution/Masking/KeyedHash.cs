using System.Security.Cryptography;
using Runink.Data.Engines;

namespace Runink.Execution.Masking;

/// <summary>
/// Keyed, deterministic masking: HMAC-SHA-256 (RFC 2104) under the project's key, as 64 hex digits, and as a short token. Tokens are cut from an HMAC under a key
/// derived from the first, so that a token tells nothing about the hash of the same value.
/// </summary>
internal static class KeyedHash
{
    /// <summary>SQL function that hashes.</summary>
    public const string HashName = "runi_hmac";

    /// <summary>SQL function that makes tokens.</summary>
    public const string TokenName = "runi_token";

    /// <summary>Hex digits of a token: 80 bits, so that a billion distinct values collide with a chance of one in a million.</summary>
    public const int TokenDigits = 20;

    private const string TokenPrefix = "tok_";

    /// <summary>Makes both functions known to an engine; without a key there is nothing to register.</summary>
    public static void Register(Engine engine, string? base64Key)
    {
        if (base64Key is null) return;
        var key = Convert.FromBase64String(base64Key);
        var tokenKey = HMACSHA256.HashData(key, "runink token"u8);
        engine.Register(new HmacFunction(HashName, key, prefix: "", digits: 2 * HMACSHA256.HashSizeInBytes));
        engine.Register(new HmacFunction(TokenName, tokenKey, TokenPrefix, TokenDigits));
    }
}
