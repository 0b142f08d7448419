namespace Runink.Pipelines.Types;

/// <summary>How sensitive a column is, in rising order (semantics section 6).</summary>
public enum Classification
{
    /// <summary>Anyone may see it.</summary>
    Public,

    /// <summary>The default of a contracted column that says nothing.</summary>
    Internal,

    /// <summary>Needs a cleared sink or masking.</summary>
    Confidential,

    /// <summary>The highest; also what an unknown word means.</summary>
    Restricted,
}
