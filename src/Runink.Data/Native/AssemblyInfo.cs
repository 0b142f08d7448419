using System.Runtime.CompilerServices;

// Every signature of the bindings is blittable: no marshalling stub stands between a call and the engine.
[assembly: DisableRuntimeMarshalling]
