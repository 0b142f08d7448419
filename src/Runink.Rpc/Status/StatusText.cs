using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Runink.Rpc;

/// <summary>Codes as they stand in the header <c>grpc-status</c>.</summary>
internal static class StatusText
{
    private static readonly StringValues[] Texts = [.. Enumerable.Range(0, (int)RpcCode.Unauthenticated + 1).Select(Text)];

    public static StringValues Of(RpcCode code) =>
        (uint)code < (uint)Texts.Length ? Texts[(int)code] : Texts[(int)RpcCode.Unknown];

    /// <summary>A number that is not known is <see cref="RpcCode.Unknown"/>.</summary>
    public static RpcCode Parse(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number < Texts.Length ? (RpcCode)number : RpcCode.Unknown;

    private static StringValues Text(int code) => code.ToString(CultureInfo.InvariantCulture);
}
