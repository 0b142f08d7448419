namespace Runink.Execution.Sources.Csv;

/// <summary>A csv file and how the wanted columns lie in it.</summary>
/// <param name="File">The file.</param>
/// <param name="Layout">Its layout.</param>
public sealed record CsvFile(SourceFile File, CsvLayout Layout);
