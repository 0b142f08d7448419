namespace Runink.Barn;

/// <summary>Hashes and checks passwords off the threads of calls, a few at a time: it is slow on purpose.</summary>
internal sealed class Passwords(int iterations) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(Math.Max(1, Environment.ProcessorCount / 2));

    public Task<byte[]> HashAsync(string password) => RunAsync(() => PasswordHash.Make(password, iterations));

    /// <summary>Whether a password is the user's. For a user that is not there it takes as long.</summary>
    public Task<bool> CheckAsync(KvUser? user, string password) => RunAsync(() =>
    {
        var hash = user is { NoPassword: false } ? user.PasswordHash : default;
        var matches = PasswordHash.Matches(hash.Span, password, iterations);
        return matches && user is { NoPassword: false };
    });

    public void Dispose() => _slots.Dispose();

    private async Task<T> RunAsync<T>(Func<T> work)
    {
        await _slots.WaitAsync().ConfigureAwait(false);
        try
        {
            return await Task.Run(work).ConfigureAwait(false);
        }
        finally
        {
            _slots.Release();
        }
    }
}
