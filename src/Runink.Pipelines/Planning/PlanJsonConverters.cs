using System.Text.Json;
using System.Text.Json.Serialization;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning;

/// <summary>A column type as its canonical text.</summary>
internal sealed class ColumnTypeConverter : JsonConverter<ColumnType>
{
    public override ColumnType Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ColumnTypeParser.TryReadCanonical(reader.GetString() ?? "", out var type)
            ? type
            : throw new JsonException($"unknown column type '{reader.GetString()}'");

    public override void Write(Utf8JsonWriter writer, ColumnType value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

/// <summary>An <see cref="EquatableList{T}"/> as a JSON array.</summary>
internal sealed class EquatableListConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(EquatableList<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Converter<T> : JsonConverter<EquatableList<T>>
    {
        public override EquatableList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.StartArray ? [.. Items(ref reader, options)] : throw new JsonException("expected an array");

        public override void Write(Utf8JsonWriter writer, EquatableList<T> value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            foreach (var item in value) JsonSerializer.Serialize(writer, item, options);
            writer.WriteEndArray();
        }

        // Item by item: of an array of them the serialiser need not know.
        private static List<T> Items(ref Utf8JsonReader reader, JsonSerializerOptions options)
        {
            var items = new List<T>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                items.Add(JsonSerializer.Deserialize<T>(ref reader, options) ?? throw new JsonException("an item of a list is null"));
            return items;
        }
    }
}
