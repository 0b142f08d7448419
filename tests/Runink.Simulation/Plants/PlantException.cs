namespace Runink.Simulation;

/// <summary>A planted bug does not fit the source any more.</summary>
public sealed class PlantException(string message) : Exception(message);
