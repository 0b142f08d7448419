namespace Runink.Barn.Client;

/// <summary>What a failed attempt means for the call.</summary>
internal enum Verdict
{
    /// <summary>The cluster's answer is no.</summary>
    Refused,

    /// <summary>Certainly nothing was done: another attempt is safe.</summary>
    NotDone,

    /// <summary>As <see cref="NotDone"/>, and the token is not valid any more, or needed by now.</summary>
    StaleToken,

    /// <summary>Whether anything was done is unknown: another attempt is safe only for what may be done twice.</summary>
    Unknown,

    /// <summary>As <see cref="Unknown"/>, and another attempt would not end better.</summary>
    Broken,
}
