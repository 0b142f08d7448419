using System.Runtime.InteropServices;

namespace Runink.Isolation.Processes;

/// <summary>A change of what is mounted.</summary>
/// <param name="Target">The path where, in which nobody there can put a link.</param>
/// <param name="Mount">
/// What is to be mounted, seen by nobody yet. When null, what is there is taken away; who has files of it open keeps those.
/// </param>
internal readonly record struct MountChange(string Target, SafeHandle? Mount);
