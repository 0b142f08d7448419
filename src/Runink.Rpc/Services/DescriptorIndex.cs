using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Runink.Rpc;

/// <summary>The .proto files behind a set of services, by their names and by the names of all that they define.</summary>
internal sealed class DescriptorIndex
{
    private readonly Dictionary<string, FileDescriptor> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileDescriptor> _symbols = new(StringComparer.Ordinal);

    public DescriptorIndex(IEnumerable<FileDescriptor> files)
    {
        foreach (var file in files) Add(file);
    }

    /// <summary>The file and all it imports, imports first; null if there is no such file.</summary>
    public List<ByteString>? ByName(string file) => _files.TryGetValue(file, out var found) ? WithImports(found) : null;

    /// <summary>The file that defines a service, method, message, field or enum; null if there is none.</summary>
    public List<ByteString>? BySymbol(string symbol) => _symbols.TryGetValue(symbol, out var found) ? WithImports(found) : null;

    /// <summary>Whether there is such a message.</summary>
    public bool IsMessage(string name) =>
        _symbols.TryGetValue(name, out var file) && file.FindTypeByName<MessageDescriptor>(InPackage(file, name)) is not null;

    private static List<ByteString> WithImports(FileDescriptor file)
    {
        var ordered = new List<FileDescriptor>();
        Visit(file);
        return [.. ordered.Select(item => item.SerializedData)];

        void Visit(FileDescriptor item)
        {
            if (ordered.Contains(item)) return;
            foreach (var import in item.Dependencies) Visit(import);
            ordered.Add(item);
        }
    }

    private static string InPackage(FileDescriptor file, string name) =>
        file.Package.Length > 0 ? name[(file.Package.Length + 1)..] : name;

    private void Add(FileDescriptor file)
    {
        if (!_files.TryAdd(file.Name, file)) return;
        foreach (var import in file.Dependencies) Add(import);
        foreach (var message in file.MessageTypes) Add(message);
        foreach (var type in file.EnumTypes) _symbols[type.FullName] = file;
        foreach (var service in file.Services)
        {
            _symbols[service.FullName] = file;
            foreach (var method in service.Methods) _symbols[method.FullName] = file;
        }
    }

    private void Add(MessageDescriptor message)
    {
        _symbols[message.FullName] = message.File;
        foreach (var field in message.Fields.InDeclarationOrder()) _symbols[field.FullName] = message.File;
        foreach (var type in message.EnumTypes) _symbols[type.FullName] = message.File;
        foreach (var nested in message.NestedTypes) Add(nested);
    }
}
