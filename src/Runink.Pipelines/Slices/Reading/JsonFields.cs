using System.Text.Json;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Slices.Reading;

/// <summary>Reads the fields of a JSON object by name. A field that is null counts as missing, as it does when it is written.</summary>
internal static class JsonFields
{
    public static JsonElement Field(this JsonElement json, string name) =>
        json.Find(name) ?? throw new JsonException($"'{name}' is missing");

    public static JsonElement? Find(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string Text(this JsonElement json, string name) => json.Field(name).GetString()!;

    public static string? FindText(this JsonElement json, string name) => json.Find(name)?.GetString();

    public static int Int(this JsonElement json, string name) => json.Field(name).GetInt32();

    public static long Long(this JsonElement json, string name) => json.Field(name).GetInt64();

    public static bool Flag(this JsonElement json, string name, bool otherwise = false) => json.Find(name)?.GetBoolean() ?? otherwise;

    public static char Char(this JsonElement json, string name, char otherwise) =>
        json.FindText(name) is not { } text ? otherwise : text.Length == 1 ? text[0] : throw new JsonException($"'{name}' is not one character");

    /// <summary>A named value, by its name in camel case.</summary>
    public static T Name<T>(this JsonElement json, string name)
        where T : struct, Enum => json.Name<T>(name, otherwise: null);

    /// <summary>A named value, by its name in camel case; another one when it is missing.</summary>
    public static T Name<T>(this JsonElement json, string name, T? otherwise)
        where T : struct, Enum
    {
        if (json.FindText(name) is not { } text) return otherwise ?? throw new JsonException($"'{name}' is missing");
        // Numbers and lists of names would be taken, too.
        return Enum.TryParse<T>(text, ignoreCase: true, out var value) && string.Equals(value.ToString(), text, StringComparison.OrdinalIgnoreCase)
            ? value
            : throw new JsonException($"'{name}' is none of {typeof(T).Name}: '{text}'");
    }

    public static EquatableList<T> List<T>(this JsonElement json, string name, Func<JsonElement, T> read) => Each(json.Field(name), read);

    public static EquatableList<T>? FindList<T>(this JsonElement json, string name, Func<JsonElement, T> read) =>
        json.Find(name) is { } list ? Each(list, read) : null;

    public static EquatableList<string> Texts(this JsonElement json, string name) => json.List(name, text => text.GetString()!);

    public static EquatableList<string>? FindTexts(this JsonElement json, string name) => json.FindList(name, text => text.GetString()!);

    public static EquatableList<int> Ints(this JsonElement json, string name) => json.List(name, number => number.GetInt32());

    private static EquatableList<T> Each<T>(JsonElement list, Func<JsonElement, T> read)
    {
        // Not by index, for which all elements before are walked over each time.
        var items = new List<T>(list.GetArrayLength());
        foreach (var item in list.EnumerateArray()) items.Add(read(item));
        return [.. items];
    }
}
