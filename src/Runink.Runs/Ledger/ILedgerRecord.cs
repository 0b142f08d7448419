namespace Runink.Runs.Ledger;

/// <summary>A record of the ledger: JSON that names its version.</summary>
public interface ILedgerRecord
{
    /// <summary>Version that this record was written in.</summary>
    int Version { get; }
}
