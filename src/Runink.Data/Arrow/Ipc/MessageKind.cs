namespace Runink.Data.Arrow.Ipc;

/// <summary>What a message carries, as the format numbers it.</summary>
internal enum MessageKind : byte
{
    None = 0,
    Schema = 1,
    DictionaryBatch = 2,
    RecordBatch = 3,
    Tensor = 4,
    SparseTensor = 5,
}
