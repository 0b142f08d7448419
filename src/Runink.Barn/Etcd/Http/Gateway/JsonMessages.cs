using Google.Protobuf;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>Messages as the JSON of proto3, with fields named as in the .proto files, as etcd's gateway has them.</summary>
internal static class JsonMessages
{
    private const int DepthMax = 100;

    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true));
    // Fields that only later versions have are passed over, as they are on the wire.
    private static readonly JsonParser Parser = new(new JsonParser.Settings(DepthMax).WithIgnoreUnknownFields(true));

    public static string Write(IMessage message) => Formatter.Format(message);

    /// <summary>The message that is written; where nothing is, the one without any field.</summary>
    /// <exception cref="RpcException">It is no such message.</exception>
    public static T Read<T>(string json)
        where T : IMessage<T>, new()
    {
        if (json.Length == 0) return new T();
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
