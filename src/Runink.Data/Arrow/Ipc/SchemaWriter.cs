using Runink.Data.Arrow.Flat;

namespace Runink.Data.Arrow.Ipc;

/// <summary>Writes a schema as metadata.</summary>
internal static class SchemaWriter
{
    /// <summary>Writes the schema's table and returns its place.</summary>
    internal static int Write(FlatWriter flat, ArrowSchema schema)
    {
        var table = flat.Table([FlatSlot.Int16(0, 0), FlatSlot.Reference(1), FlatSlot.Reference(2)]);
        flat.Refer(table, 1, Fields(flat, schema.Fields));
        flat.Refer(table, 2, Notes(flat, schema.Metadata));
        return table;
    }

    /// <summary>Writes keys and values and returns the place of their vector.</summary>
    internal static int Notes(FlatWriter flat, IReadOnlyList<KeyValuePair<string, string>> notes)
    {
        var vector = flat.Vector(notes.Count, 4);
        for (var i = 0; i < notes.Count; i++)
        {
            var note = flat.Table([FlatSlot.Reference(0), FlatSlot.Reference(1)]);
            flat.ReferElement(vector, i, note);
            flat.Refer(note, 0, flat.Text(notes[i].Key));
            flat.Refer(note, 1, flat.Text(notes[i].Value));
        }
        return vector;
    }

    private static int Fields(FlatWriter flat, IReadOnlyList<ArrowField> fields)
    {
        var vector = flat.Vector(fields.Count, 4);
        for (var i = 0; i < fields.Count; i++) flat.ReferElement(vector, i, Field(flat, fields[i]));
        return vector;
    }

    private static int Field(FlatWriter flat, ArrowField field)
    {
        var slots = new List<FlatSlot>
        {
            FlatSlot.Reference(0), FlatSlot.Bool(1, field.IsNullable), FlatSlot.Byte(2, 0), FlatSlot.Reference(3),
            FlatSlot.Reference(5), FlatSlot.Reference(6),
        };
        if (field.Dictionary is not null) slots.Add(FlatSlot.Reference(4));
        var table = flat.Table([.. slots]);
        flat.Refer(table, 0, flat.Text(field.Name));
        var (kind, type) = TypeWriter.Write(flat, field.Type);
        flat.SetByte(table, 2, (byte)kind);
        flat.Refer(table, 3, type);
        flat.Refer(table, 5, Fields(flat, field.Children));
        flat.Refer(table, 6, Notes(flat, field.Metadata));
        if (field.Dictionary is { } dictionary) flat.Refer(table, 4, Dictionary(flat, dictionary));
        return table;
    }

    private static int Dictionary(FlatWriter flat, ArrowDictionary dictionary)
    {
        var table = flat.Table(
            [FlatSlot.Int64(0, dictionary.Id), FlatSlot.Reference(1), FlatSlot.Bool(2, dictionary.IsOrdered)]);
        flat.Refer(table, 1, TypeWriter.Int(flat, dictionary.Index));
        return table;
    }
}
