namespace Runink.Data.Engines;

/// <summary>The kinds of errors that the engine tells apart, by its own names.</summary>
public enum EngineErrorType
{
    /// <summary>The engine gave no kind.</summary>
    Unknown,
    /// <summary>A number outside the range of its type.</summary>
    OutOfRange,
    /// <summary>A value that does not convert to the asked type.</summary>
    Conversion,
    /// <summary>Two types that do not fit each other.</summary>
    MismatchType,
    /// <summary>A transaction that cannot go on.</summary>
    TransactionContext,
    /// <summary>Something the engine knows but does not do.</summary>
    NotImplemented,
    /// <summary>A name that the catalogue does not hold.</summary>
    Catalog,
    /// <summary>Text that is not SQL.</summary>
    Parser,
    /// <summary>SQL that names or types something wrongly.</summary>
    Binder,
    /// <summary>A broken constraint of a table.</summary>
    Constraint,
    /// <summary>A connection that cannot be used.</summary>
    Connection,
    /// <summary>SQL that parses but means nothing.</summary>
    Syntax,
    /// <summary>A setting that does not exist or may not change.</summary>
    Settings,
    /// <summary>A file that could not be read or written.</summary>
    IO,
    /// <summary>The query was interrupted.</summary>
    Interrupt,
    /// <summary>The instance is unusable from now on.</summary>
    Fatal,
    /// <summary>A bug of the engine.</summary>
    Internal,
    /// <summary>An argument that a function refuses; also what our own functions report.</summary>
    InvalidInput,
    /// <summary>The memory limit was reached and nothing more can be spilled.</summary>
    OutOfMemory,
    /// <summary>Refused by the walls around the instance.</summary>
    Permission,
    /// <summary>A parameter of a statement without a value or a type.</summary>
    ParameterNotResolved,
    /// <summary>A parameter where none may stand.</summary>
    ParameterNotAllowed,
    /// <summary>An object that others depend on.</summary>
    Dependency,
    /// <summary>A function or type of an extension that is not loaded.</summary>
    MissingExtension,
    /// <summary>A failed request over HTTP.</summary>
    Http,
    /// <summary>An extension that could not be loaded by itself.</summary>
    ExtensionAutoloading,
    /// <summary>A sequence that has run out.</summary>
    Sequence,
    /// <summary>Settings that contradict each other, or are locked.</summary>
    InvalidConfiguration,
    /// <summary>A database file that is damaged.</summary>
    DataCorruption,
}
