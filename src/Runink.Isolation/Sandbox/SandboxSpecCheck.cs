using System.Text.RegularExpressions;

namespace Runink.Isolation.Sandbox;

/// <summary>Finds what is wrong with a description before anything is made for it.</summary>
internal static partial class SandboxSpecCheck
{
    private const int SecretBytesMax = 1 << 20;
    private const int SecretsMax = 32;
    private const int DescriptorsMax = 64;
    private const int MountsMax = 1024;
    private const int FilterInstructionBytes = 8;

    /// <summary>Refuses a description that cannot be meant.</summary>
    /// <exception cref="IsolationException">What is wrong with it.</exception>
    public static void Check(SandboxSpec spec, SandboxHostOptions options)
    {
        var fault = spec.Name.Fault() ?? spec.Limits.Fault() ?? spec.Uids?.Fault() ?? Paths(spec) ?? Words(spec) ?? Amounts(spec)
            ?? Files(spec)
            ?? (options.Driver == IsolationDriver.None ? PlainFault(spec) : null);
        if (fault is not null)
            throw new IsolationException($"slice {spec.Name}: {fault}", "correct the description of the slice");
    }

    /// <summary>Says what is wrong with a path; null when nothing is.</summary>
    public static string? PathFault(string path) =>
        !Path.IsPathRooted(path) || path.Contains('\0', StringComparison.Ordinal) ? $"'{path}' is not an absolute path"
        : path.Split('/').Contains("..") ? $"'{path}' must not contain '..'"
        : null;

    private static string? Paths(SandboxSpec spec)
    {
        foreach (var path in spec.Readable.Concat(spec.Writable).SelectMany(mount => new[] { mount.HostPath, mount.Path })
            .Append(spec.Program).Append(spec.WorkingDirectory))
        {
            if (PathFault(path) is { } fault) return fault;
        }

        if (spec.Readable.FirstOrDefault(mount => !Path.Exists(mount.HostPath)) is { } missing)
            return $"'{missing.HostPath}' does not exist";
        return spec.Writable.FirstOrDefault(mount => !Directory.Exists(mount.HostPath)) is { } file
            ? $"'{file.HostPath}' is not a directory, and only directories can be written"
            : null;
    }

    private static string? Words(SandboxSpec spec)
    {
        if (!Hostname().IsMatch(spec.Hostname)) return $"'{spec.Hostname}' is not a host name";
        if (spec.Secrets.Keys.FirstOrDefault(name => !SecretName().IsMatch(name)) is { } secret)
            return $"'{secret}' cannot name a secret";
        if (spec.Arguments.Any(HoldsZero)) return "an argument holds a zero byte";
        foreach (var (name, value) in spec.Environment)
        {
            if (!VariableName().IsMatch(name) || HoldsZero(value)) return $"'{name}' cannot be in an environment";
        }

        return null;
    }

    private static string? Amounts(SandboxSpec spec)
    {
        if (spec.Secrets.Count > SecretsMax) return $"more than {SecretsMax} secrets";
        if (spec.Secrets.Any(secret => secret.Value.Length > SecretBytesMax)) return "a secret is larger than 1 MiB";
        if (spec.Descriptors.Count > DescriptorsMax) return $"more than {DescriptorsMax} descriptors";
        if (spec.Readable.Count + spec.Writable.Count > MountsMax) return $"more than {MountsMax} files";
        return spec.SeccompFilter.Length % FilterInstructionBytes != 0 ? "the filter of system calls is cut off" : null;
    }

    private static string? Files(SandboxSpec spec)
    {
        if (spec.Files is null && !spec.Furnishable) return null;
        if (spec.Files is { } files && SandboxFilesCheck.Fault(files, SandboxFiles.Most) is { } fault) return fault;
        bool IsBeneath(SandboxMount mount) => $"{mount.Path}/".StartsWith($"{SandboxFiles.Root}/", StringComparison.Ordinal);
        return spec.Readable.Concat(spec.Writable).FirstOrDefault(IsBeneath) is { } mixed
            ? $"'{mixed.Path}' lies where the slice is given files: say it among those"
            : null;
    }

    private static string? PlainFault(SandboxSpec spec)
    {
        if (spec.Files is not null || spec.Furnishable) return "without isolation a slice finds the machine's files where they are";
        if (spec.Secrets.Count > 0) return "secrets are only for isolated slices";
        return spec.Readable.Concat(spec.Writable).FirstOrDefault(mount => mount.HostPath != mount.Path) is { } moved
            ? $"'{moved.HostPath}' cannot be seen as '{moved.Path}' without isolation"
            : null;
    }

    private static bool HoldsZero(string text) => text.Contains('\0', StringComparison.Ordinal);

    [GeneratedRegex(@"\A[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hostname();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\z", RegexOptions.None, 1000)]
    private static partial Regex SecretName();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.None, 1000)]
    private static partial Regex VariableName();
}
