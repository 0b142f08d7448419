using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Runink.Barn;

/// <summary>
/// Tokens that every member of a cluster can check, and none has to remember: user, time, and a seal over both that only somebody who
/// has the state can make, since its key is the hash of the user's password, salt and all. A token therefore ends with the password,
/// and with the user. Thread-safe.
/// </summary>
/// <param name="options">How long a token is good, and for which cluster.</param>
/// <param name="clusterId">Tokens of other clusters are not good here.</param>
/// <param name="time">Wall-clock time.</param>
internal sealed class AuthTokens(EtcdOptions options, ulong clusterId, TimeProvider time)
{
    // A token that another member made a moment ago may seem to be from the future.
    private static readonly TimeSpan MaxSkew = TimeSpan.FromMinutes(1);

    /// <summary>A token for a user whose password was right.</summary>
    /// <param name="user">The user, as the password was checked.</param>
    public string Make(KvUser user)
    {
        var claim = string.Create(CultureInfo.InvariantCulture,
            $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(user.Name))}.{time.GetUtcNow().ToUnixTimeMilliseconds()}");
        return $"{claim}.{Seal(claim, user)}";
    }

    /// <summary>Whose token this is, or null when it is not valid (any more).</summary>
    public string? Find(string text, KvAuth auth)
    {
        var end = text.LastIndexOf('.');
        if (end < 0 || text[..end].Split('.') is not [var encoded, var issued]) return null;
        if (!Base64Url.IsValid(encoded) || !long.TryParse(issued, NumberStyles.None, CultureInfo.InvariantCulture, out var at)) return null;
        if (auth.FindUser(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(encoded))) is not { PasswordHash.IsEmpty: false } user) return null;
        var seal = Encoding.ASCII.GetBytes(Seal(text[..end], user));
        if (!CryptographicOperations.FixedTimeEquals(seal, Encoding.UTF8.GetBytes(text[(end + 1)..]))) return null;
        var age = time.GetUtcNow().ToUnixTimeMilliseconds() - at;
        return age < options.TokenLifetime.TotalMilliseconds && age > -MaxSkew.TotalMilliseconds ? user.Name : null;
    }

    private string Seal(string claim, KvUser user)
    {
        var sealedText = string.Create(CultureInfo.InvariantCulture, $"runink-token {clusterId:x} {claim}");
        return Base64Url.EncodeToString(HMACSHA256.HashData(user.PasswordHash.Span, Encoding.UTF8.GetBytes(sealedText)));
    }
}
