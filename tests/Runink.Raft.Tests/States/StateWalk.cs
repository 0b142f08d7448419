using System.Collections;
using System.Reflection;

namespace Runink.Raft.Tests;

/// <summary>
/// Finds every value that makes up a state, by reflection, each with a way to change it: so that a field that is forgotten in a
/// copy or in a hash is found on the day it is added.
/// </summary>
internal static class StateWalk
{
    private const BindingFlags Fields =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>All values below an object, in an order that depends only on the state.</summary>
    public static IEnumerable<StateValue> Of(object root) => Of(root, "");

    /// <summary>All values as text, to compare two states.</summary>
    public static IEnumerable<string> Dump(object root) => Of(root).Select(value => $"{value.Path} = {value.Show()}");

    /// <summary>How long a private array of an object is.</summary>
    public static int ArrayLength(object owner, string field) =>
        ((Array)owner.GetType().GetField(field, Fields)!.GetValue(owner)!).Length;

    /// <summary>How many places of a private array hold something.</summary>
    public static int ArrayUse(object owner, string field) =>
        ((Array)owner.GetType().GetField(field, Fields)!.GetValue(owner)!).Cast<object?>().Count(item => item is not null);

    private static IEnumerable<StateValue> Of(object root, string path)
    {
        if (root is RaftLog log)
        {
            foreach (var value in OfLog(log, path)) yield return value;
            yield break;
        }

        foreach (var field in FieldsOf(root.GetType()))
        {
            var name = path + "/" + field.Name.TrimStart('<').Split('>')[0];
            var found = Of(name, field.FieldType, field.GetValue(root), changed => field.SetValue(root, changed));
            foreach (var value in found) yield return value;
        }
    }

    private static IEnumerable<StateValue> Of(string path, Type type, object? value, Action<object?> set)
    {
        if (value is RaftOptions) yield break;
        if (value is null)
        {
            foreach (var born in StateChange.Born(type))
                yield return new StateValue(path + "/appears", "nothing", () => set(born), () => set(null));
            yield break;
        }

        var others = StateChange.Of(value);
        foreach (var (part, changed) in others)
            yield return new StateValue(path + part, value, () => set(changed), () => set(value));
        if (value is ICollection collection)
        {
            var (count, longer) = (collection.Count, collection.Count == 0 ? null : WithLastTwice(collection));
            if (count > 0) yield return new StateValue(path + "/Count", count, () => set(longer), () => set(collection));
            foreach (var item in Items(path, type, collection, set)) yield return item;
        }
        else if (others.Count == 0)
        {
            foreach (var part in Of(value, path)) yield return value.GetType().IsValueType ? part.InCopy(value, set) : part;
        }

        if (StateChange.MayVanish(value, path))
            yield return new StateValue(path + "/exists", true, () => set(null), () => set(value));
    }

    /// <summary>A log by what it holds; how it keeps that in memory is its own affair.</summary>
    private static IEnumerable<StateValue> OfLog(RaftLog log, string path)
    {
        FieldInfo Field(string name) => typeof(RaftLog).GetField(name, Fields)!;
        var items = (Entry[])Field("_items").GetValue(log)!;
        var start = (int)Field("_start").GetValue(log)!;
        var (position, field) = (log.Base, Field("<Base>k__BackingField"));
        void Move(object to) => field.SetValue(log, to);
        foreach (var (part, moved) in StateChange.Of(position))
            yield return new StateValue(path + "/Base" + part, position, () => Move(moved), () => Move(position));
        void Lengthen() => log.Append(Entry.Rotten(log.LastIndex.Next));
        yield return new StateValue(path + "/Bytes", log.Bytes, Lengthen, () => log.TruncateFrom(log.LastIndex));
        for (var i = 0; i < log.Count; i++)
        {
            var (at, entry) = (start + i, items[start + i]);
            foreach (var (part, changed) in StateChange.Of(entry))
            {
                void Put(object other) => items[at] = (Entry)other;
                yield return new StateValue($"{path}[{i}]{part}", entry, () => Put(changed), () => Put(entry));
            }
        }
    }

    /// <summary>The items of a list or queue; those that are values themselves are put back changed.</summary>
    private static IEnumerable<StateValue> Items(string path, Type type, ICollection collection, Action<object?> set)
    {
        object?[] items = [.. collection.Cast<object?>()];
        for (var i = 0; i < items.Length; i++)
        {
            var at = i;
            void Replace(object? item)
            {
                object?[] copy = [.. items];
                copy[at] = item;
                set(Rebuilt(collection.GetType(), copy));
            }

            foreach (var value in Of($"{path}[{i}]", type, items[i], Replace)) yield return value;
        }
    }

    private static object WithLastTwice(ICollection collection)
    {
        object?[] items = [.. collection.Cast<object?>()];
        return Rebuilt(collection.GetType(), [.. items, items[^1]]);
    }

    private static object Rebuilt(Type type, object?[] items)
    {
        var item = type.GetGenericArguments()[0];
        var array = Array.CreateInstance(item, items.Length);
        for (var i = 0; i < items.Length; i++) array.SetValue(items[i], i);
        return Activator.CreateInstance(type, array)!;
    }

    private static IEnumerable<FieldInfo> FieldsOf(Type? type)
    {
        for (; type is not null && type != typeof(object) && type != typeof(ValueType); type = type.BaseType)
            foreach (var field in type.GetFields(Fields).OrderBy(field => field.Name, StringComparer.Ordinal)) yield return field;
    }
}
