namespace Runink.Cli.Tests.EndToEnd.Servers;

/// <summary>A running store with etcd's API, for tests of commands that speak to one.</summary>
internal interface IServedStore : IDisposable
{
    /// <summary><c>http://127.0.0.1:…</c></summary>
    string Url { get; }
}
