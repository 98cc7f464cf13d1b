namespace Tsms.VirtualCard.Machine;

/// <summary>
/// The body of a method of the card. It reads its arguments from <paramref name="call"/>, answers with one of its Return methods, and throws
/// <see cref="JavaThrow"/> (best through the Throw helpers of <see cref="VirtualMachine"/>) for a Java exception.
/// A body runs in its caller's context: objects it makes belong to the caller, arrays it is given are checked against the caller's context.
/// </summary>
internal delegate void NativeBody(NativeCall call);
