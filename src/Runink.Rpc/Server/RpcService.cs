using Google.Protobuf.Reflection;

namespace Runink.Rpc;

/// <summary>A service: its full name, and the methods that are served.</summary>
public sealed class RpcService
{
    /// <summary>A service of a .proto file, which server reflection can then describe.</summary>
    /// <param name="descriptor">The service.</param>
    /// <param name="methods">Each must be a method of it, of the same kind. Calls of those left out are refused as
    /// unknown.</param>
    public RpcService(ServiceDescriptor descriptor, params RpcMethod[] methods)
        : this(descriptor.FullName, methods)
    {
        foreach (var method in methods)
        {
            var declared = descriptor.FindMethodByName(method.Name)
                ?? throw new ArgumentException($"{descriptor.FullName} has no method {method.Name}", nameof(methods));
            if (declared.IsClientStreaming != method.IsClientStreaming || declared.IsServerStreaming != method.IsServerStreaming)
                throw new ArgumentException($"{descriptor.FullName}.{method.Name} streams otherwise than declared", nameof(methods));
        }

        Descriptor = descriptor;
    }

    /// <summary>A service that has no .proto file.</summary>
    /// <param name="name">With its package, as in the path of a call.</param>
    /// <param name="methods">Names must differ.</param>
    public RpcService(string name, params RpcMethod[] methods)
    {
        var twice = methods.GroupBy(method => method.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null) throw new ArgumentException($"{name} has {twice.Key} twice", nameof(methods));
        Name = name;
        Methods = [.. methods];
    }

    /// <summary>With its package.</summary>
    public string Name { get; }

    /// <summary>What is served.</summary>
    public IReadOnlyList<RpcMethod> Methods { get; }

    /// <summary>What describes the service, if it comes from a .proto file.</summary>
    public ServiceDescriptor? Descriptor { get; }
}
