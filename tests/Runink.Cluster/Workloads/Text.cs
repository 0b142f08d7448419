using System.Globalization;
using Google.Protobuf;

namespace Runink.Cluster;

/// <summary>Keys and values as bytes.</summary>
internal static class Text
{
    public static ByteString Bytes(string text) => ByteString.CopyFromUtf8(text);

    public static ByteString Bytes(long number) => ByteString.CopyFromUtf8(number.ToString(CultureInfo.InvariantCulture));

    public static long Number(ByteString bytes) => long.Parse(bytes.ToStringUtf8(), CultureInfo.InvariantCulture);
}
