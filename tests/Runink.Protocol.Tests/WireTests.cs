using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Runink.Protocol;

public sealed class WireTests
{
    [Fact]
    public void A_put_has_the_bytes_that_every_etcd_client_writes()
    {
        var put = new PutRequest { Key = ByteString.CopyFromUtf8("k"), Value = ByteString.CopyFromUtf8("v"), Lease = 300, PrevKv = true };
        Assert.Equal("0A016B12017618AC022001", Convert.ToHexString(put.ToByteArray()));
    }

    [Fact]
    public void A_field_of_a_newer_client_is_kept_and_does_not_disturb()
    {
        var parsed = PutRequest.Parser.ParseFrom(Convert.FromHexString("0A016BF83F01"));
        Assert.Equal("k", parsed.Key.ToStringUtf8());
        Assert.Equal("0A016BF83F01", Convert.ToHexString(parsed.ToByteArray()));
    }

    [Theory]
    [InlineData("Grpc/health.proto", "grpc.health.v1.Health")]
    [InlineData("Grpc/reflection.proto", "grpc.reflection.v1.ServerReflection")]
    [InlineData("Grpc/reflection_v1alpha.proto", "grpc.reflection.v1alpha.ServerReflection")]
    public void The_services_of_grpc_itself_have_their_official_names(string file, string service)
    {
        FileDescriptor[] files = [HealthReflection.Descriptor, ReflectionV1.ReflectionReflection.Descriptor, ReflectionV1Alpha.ReflectionV1AlphaReflection.Descriptor];
        Assert.Equal(service, Assert.Single(Assert.Single(files, item => item.Name == file).Services).FullName);
    }
}
