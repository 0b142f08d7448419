using Google.Protobuf.Reflection;
using Runink.Protocol.PeerV1;

namespace Runink.Protocol;

/// <summary>What members of different versions agree on: what is listed may be added to, and never changed.</summary>
public sealed class PeerProtocolTests
{
    [Fact]
    public void The_methods_stream_as_they_did_in_version_1()
    {
        var service = Assert.Single(PeerReflection.Descriptor.Services);
        Assert.Equal("runink.peer.v1.Peer", service.FullName);
        Assert.Equal(
            [("Stream", true, false), ("Describe", false, false)],
            service.Methods.Select(method => (method.Name, method.IsClientStreaming, method.IsServerStreaming)));
    }

    [Fact]
    public void Every_field_of_version_1_is_there_under_its_number()
    {
        string[] golden = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "golden", "peer-1.txt"));

        Assert.Empty(golden.Except(PeerReflection.Descriptor.MessageTypes.SelectMany(Lines), StringComparer.Ordinal));
        Assert.True(golden.Length > 50, "the list is cut off");
    }

    private static IEnumerable<string> Lines(MessageDescriptor message) =>
        message.Fields.InDeclarationOrder().Select(field =>
            $"{field.FullName} = {field.FieldNumber} {(field.IsRepeated ? "repeated " : "")}{field.FieldType.ToString().ToLowerInvariant()}")
            .Concat(message.EnumTypes.SelectMany(type => type.Values.Select(value => $"{type.FullName}.{value.Name} = {value.Number}")))
            .Concat(message.NestedTypes.SelectMany(Lines));
}
