using Google.Protobuf;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>Messages as the JSON of proto3, with fields named as in the .proto files, as etcd's gateway has them.</summary>
internal static class JsonMessages
{
    private const int DepthMax = 100;

    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true));
    private static readonly JsonParser Parser = new(new JsonParser.Settings(DepthMax));

    public static string Write(IMessage message) => Formatter.Format(message);

    /// <exception cref="RpcException">It is no such message.</exception>
    public static T Read<T>(string json)
        where T : IMessage<T>, new()
    {
        if (json.Length == 0) throw new RpcException(RpcCode.InvalidArgument, "EOF");
        try
        {
            return Parser.Parse<T>(json);
        }
        catch (Exception malformed)
            when (malformed is IOException or InvalidOperationException or FormatException)
        {
            throw new RpcException(RpcCode.InvalidArgument, malformed.Message, malformed);
        }
    }
}
