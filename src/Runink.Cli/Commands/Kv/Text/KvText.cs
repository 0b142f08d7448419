using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Runink.Protocol;

namespace Runink.Cli.Commands.Kv.Text;

/// <summary>
/// Keys and values, which may be any bytes, as text: as they are when they are plain text; else with the bytes that are not as
/// <c>\xNN</c> in tables, and as base64 under a name of its own in JSON. So nothing is lost, and no terminal is commanded.
/// </summary>
internal static class KvText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>For a table.</summary>
    public static string Show(ByteString bytes)
    {
        var shown = new StringBuilder();
        if (Decode(bytes) is { } text)
        {
            foreach (var rune in text.EnumerateRunes())
            {
                if (rune.Value == '\\') shown.Append(@"\\");
                else if (IsPlain(rune)) shown.Append(rune);
                else foreach (var one in Encoding.UTF8.GetBytes(rune.ToString())) Escape(shown, one);
            }
        }
        else
        {
            foreach (var one in bytes.Span)
            {
                if (one == '\\') shown.Append(@"\\");
                else if (one is >= 0x20 and < 0x7f) shown.Append((char)one);
                else Escape(shown, one);
            }
        }

        return shown.ToString();
    }

    /// <summary>Adds bytes to a JSON object: as text under the name, or in base64 under <c>nameBase64</c>.</summary>
    public static void AddTo(JsonObject json, string name, ByteString bytes)
    {
        if (Decode(bytes) is { } text) json[name] = text;
        else json[$"{name}Base64"] = bytes.ToBase64();
    }

    /// <summary>A key with its value and history.</summary>
    public static JsonObject ToJson(KeyValue kv)
    {
        var json = new JsonObject();
        AddTo(json, "key", kv.Key);
        AddTo(json, "value", kv.Value);
        json["createRevision"] = kv.CreateRevision;
        json["modRevision"] = kv.ModRevision;
        json["version"] = kv.Version;
        if (kv.Lease != 0) json["lease"] = kv.Lease.ToString("x16", CultureInfo.InvariantCulture);
        return json;
    }

    private static string? Decode(ByteString bytes)
    {
        try
        {
            return Strict.GetString(bytes.Span);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool IsPlain(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    private static void Escape(StringBuilder shown, byte one) => shown.Append(CultureInfo.InvariantCulture, $@"\x{one:x2}");
}
