using System.Security.Cryptography;

namespace Runink.Barn;

/// <summary>
/// The tokens that this node gave out, in memory only: random, and alive for as long as they are used. A token ends with its user
/// and with the password that it was given for. Thread-safe.
/// </summary>
internal sealed class AuthTokens(EtcdOptions options, TimeProvider time)
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const int RandomLetters = 32;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Token> _tokens = new(StringComparer.Ordinal);

    /// <summary>Gives out a token for a user whose password was right.</summary>
    /// <param name="user">The user, as the password was checked.</param>
    /// <param name="index">Stands at the end of the token, as etcd's clients may show it.</param>
    public string Add(KvUser user, long index)
    {
        var text = $"{RandomNumberGenerator.GetString(Letters, RandomLetters)}.{index}";
        lock (_gate)
        {
            if (_tokens.Count >= options.MaxTokens) MakeRoom();
            _tokens[text] = new Token(user.Name, user.PasswordHash, time.GetTimestamp());
        }

        return text;
    }

    /// <summary>Whose token this is, or null when it is not valid (any more).</summary>
    public string? Find(string text, KvAuth auth)
    {
        lock (_gate)
        {
            if (!_tokens.TryGetValue(text, out var token)) return null;
            if (IsAlive(token) && auth.FindUser(token.User) is { } user
                && user.PasswordHash.Span.SequenceEqual(token.PasswordHash.Span))
            {
                token.LastUse = time.GetTimestamp();
                return token.User;
            }

            _tokens.Remove(text);
            return null;
        }
    }

    /// <summary>Ends all tokens.</summary>
    public void Clear()
    {
        lock (_gate) _tokens.Clear();
    }

    private bool IsAlive(Token token) => time.GetElapsedTime(token.LastUse) < options.TokenLifetime;

    private void MakeRoom()
    {
        foreach (var (text, token) in _tokens.ToList())
            if (!IsAlive(token)) _tokens.Remove(text);
        if (_tokens.Count >= options.MaxTokens) _tokens.Remove(_tokens.MinBy(pair => pair.Value.LastUse).Key);
    }

    private sealed class Token(string user, ReadOnlyMemory<byte> passwordHash, long lastUse)
    {
        public string User => user;

        public ReadOnlyMemory<byte> PasswordHash => passwordHash;

        public long LastUse { get; set; } = lastUse;
    }
}
