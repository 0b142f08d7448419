namespace Runink.Isolation.Tests.Escapes;

/// <summary>The program that tries to get out.</summary>
public sealed class EscapeProgram() : NativeProgram("Escapes/Native/escape.c");
