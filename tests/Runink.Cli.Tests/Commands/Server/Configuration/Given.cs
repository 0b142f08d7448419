using Runink.Cli.Commands.Server.Configuration;
using Runink.Pipelines.Diagnostics;

namespace Runink.Cli.Tests.Commands.Server.Configuration;

/// <summary>A configuration as a test gives it: words of a command line, variables, the text of a file.</summary>
internal sealed class Given
{
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _flags = new(StringComparer.Ordinal);
    private string? _yaml;

    public static Given Flags(params (string Name, string Value)[] flags)
    {
        var given = new Given();
        foreach (var (name, value) in flags) given._flags[name] = value;
        return given;
    }

    public static Given File(string yaml) => new() { _yaml = yaml };

    public Given And(string variable, string value)
    {
        _variables[variable] = value;
        return this;
    }

    public Given AndFlag(string name, string value)
    {
        _flags[name] = value;
        return this;
    }

    public Given AndFile(string yaml)
    {
        _yaml = yaml;
        return this;
    }

    /// <summary>What comes out when it can be used; plaintext is allowed unless the test says otherwise.</summary>
    public ServerConfiguration Accepted()
    {
        var (configuration, found) = Read();
        Assert.Empty(found.Select(one => one.Message));
        return configuration!;
    }

    /// <summary>The one thing that is wrong.</summary>
    public Diagnostic Refused()
    {
        var (configuration, found) = Read();
        Assert.Null(configuration);
        return Assert.Single(found);
    }

    public IReadOnlyList<Diagnostic> AllRefused() => Read().Found;

    private (ServerConfiguration? Configuration, List<Diagnostic> Found) Read()
    {
        using var directory = new TemporaryDirectory();
        var found = new List<Diagnostic>();
        var file = _yaml is null ? null : directory.Write("barn.yaml", _yaml);
        _flags.TryAdd("insecure", "true");
        var values = SettingSources.Gather(_flags.GetValueOrDefault, _variables.GetValueOrDefault, file, found);
        return (ServerConfiguration.From(values, found), found);
    }
}
