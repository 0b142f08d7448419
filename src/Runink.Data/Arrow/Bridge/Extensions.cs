namespace Runink.Data.Arrow.Bridge;

/// <summary>Types of the engine that Arrow knows by a name only: it stores bytes, and a note says what they are.</summary>
internal static class Extensions
{
    private const string NameKey = "ARROW:extension:name";
    private const string DataKey = "ARROW:extension:metadata";
    private const string Opaque = "arrow.opaque";

    internal static ArrowField Uuid(string name) => Bytes16(name, "arrow.uuid", "");

    /// <summary>The same words as the engine's own export uses.</summary>
    internal static ArrowField Integer128(string name, bool isSigned) => Bytes16(name, Opaque, OpaqueData(isSigned));

    internal static bool IsUuid(ArrowField field) => Is16(field) && field.Note(NameKey) == "arrow.uuid";

    internal static bool IsInteger128(ArrowField field, bool isSigned) =>
        Is16(field) && field.Note(NameKey) == Opaque && field.Note(DataKey) == OpaqueData(isSigned);

    private static bool Is16(ArrowField field) => field.Type is ArrowType.FixedBinary { Bytes: 16 };

    private static string OpaqueData(bool isSigned) =>
        $$"""{"type_name":"{{(isSigned ? "hugeint" : "uhugeint")}}","vendor_name":"DuckDB"}""";

    private static ArrowField Bytes16(string name, string extension, string data) =>
        new(name, new ArrowType.FixedBinary(16)) { Metadata = [new(NameKey, extension), new(DataKey, data)] };
}
