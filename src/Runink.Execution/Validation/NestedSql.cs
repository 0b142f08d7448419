using Runink.Data.Sql;
using Runink.Pipelines.Types;

namespace Runink.Execution.Validation;

/// <summary>
/// SQL that reads JSON as lists and structs, as strictly as <see cref="CastSql"/> reads single values: what is in them is taken as text first. The engine's own
/// cast makes the integers 2 of 1.7 and 1 of true.
/// </summary>
internal static class NestedSql
{
    /// <summary>The nested value of <paramref name="text"/>, an SQL expression of type VARCHAR; null when anything in it is not of its type.</summary>
    public static string FromJson(string text, ColumnType type, string timeZone)
    {
        var texts = $"TRY(CAST(CAST({text} AS JSON) AS {Shape(type)}))";
        if (IsTextual(type)) return texts;
        // As the only item of a list it gets a name, and is made once however often it is read.
        return $"list_transform([{texts}], lambda x0: CASE WHEN coalesce({Broken("x0", type, timeZone, 1)}, false) THEN NULL ELSE {Value("x0", type, timeZone, 1)} END)[1]";
    }

    // The type with texts in the place of all that is not nested.
    private static string Shape(ColumnType type) => type.Kind switch
    {
        TypeKind.List => $"{Shape(type.Element!)}[]",
        TypeKind.Struct => $"STRUCT({string.Join(", ", type.Fields.Select(field => $"{SqlText.Identifier(field.Name)} {Shape(field.Type)}"))})",
        _ => "VARCHAR",
    };

    private static bool IsTextual(ColumnType type) => type.Kind switch
    {
        TypeKind.List => IsTextual(type.Element!),
        TypeKind.Struct => type.Fields.All(field => IsTextual(field.Type)),
        var kind => kind == TypeKind.Text,
    };

    private static string Value(string texts, ColumnType type, string timeZone, int depth)
    {
        if (IsTextual(type)) return texts;
        switch (type.Kind)
        {
            case TypeKind.List:
                return $"list_transform({texts}, lambda x{depth}: {Value($"x{depth}", type.Element!, timeZone, depth + 1)})";
            case TypeKind.Struct:
                var fields = type.Fields.Select(field => $"{SqlText.Identifier(field.Name)} := {Value(Field(texts, field), field.Type, timeZone, depth)}");
                return $"CASE WHEN {texts} IS NOT NULL THEN struct_pack({string.Join(", ", fields)}) END";
            default:
                return CastSql.FromText(texts, type, format: null, timeZone);
        }
    }

    private static string Broken(string texts, ColumnType type, string timeZone, int depth)
    {
        if (IsTextual(type)) return "false";
        return type.Kind switch
        {
            TypeKind.List => $"len(list_filter({texts}, lambda x{depth}: {Broken($"x{depth}", type.Element!, timeZone, depth + 1)})) > 0",
            TypeKind.Struct => $"({string.Join(" OR ", type.Fields.Select(field => Broken(Field(texts, field), field.Type, timeZone, depth)))})",
            _ => $"({texts} IS NOT NULL AND {CastSql.FromText(texts, type, format: null, timeZone)} IS NULL)",
        };
    }

    private static string Field(string texts, StructField field) => $"struct_extract({texts}, {SqlText.Literal(field.Name)})";
}
