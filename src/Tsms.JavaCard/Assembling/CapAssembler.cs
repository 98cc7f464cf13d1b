using Tsms.JavaCard.Exports;

namespace Tsms.JavaCard.Assembling;

/// <summary>
/// Makes CAP files of mnemonics, for tests of code that no compiler makes. It lays out what the format asks for and checks nothing else: types,
/// stack and access are as the source says. A source is text, one statement a line, <c>//</c> begins a comment:
/// <code>
/// package NAME AID MAJOR.MINOR
/// format 2.1|2.2|2.3 [extended]                     default 2.1
/// flags BYTE · export · nodescriptor                header flags in place of the right ones; Export component; no Descriptor component
/// import NAME [AID] [MAJOR.MINOR]                   AIDs of the API packages are known; version 1.0 unless stated
/// applet AID CLASS                                  the class has public static method install([BSB)V
/// resource ID BYTES
/// constant TAG BYTE BYTE BYTE [TYPE]                raw, at the beginning of the constant pool
/// block                                             what follows goes into the next method component block
/// [FLAGS] class NAME [extends CLASS] [implements A,B] [tokens N,N] [inheritable N]
///                                                   tokens of the superclass in the order of the class's own; methods for subclasses of format 2.2
/// [FLAGS] interface NAME [extends A,B]
///   [FLAGS] field NAME TYPE
///   [FLAGS] static NAME TYPE [= NUMBER | = {BYTES}]
///   [FLAGS] method NAME(ARGUMENTS)RESULT [stack N] [locals N] [nargs N]
///     [LABEL:] MNEMONIC OPERANDS                    up to end; abstract methods have no body
///     bytes BYTES                                   raw
///     try START END HANDLER CLASS|any               labels
///   end
/// </code>
/// Flags are public, protected, private, static, final, abstract. Types and descriptors are those of class files, names have slashes, classes of the
/// package need no package name. Operands: numbers (0x for hexadecimal), labels or distances (<c>+3</c>), <c>CLASS</c>, <c>CLASS.FIELD</c>,
/// <c>CLASS.METHOD(…)…</c>, after <c>super</c> that of the superclass, <c>as TYPE</c> to state another type in the Descriptor, <c>#N</c> for a raw index
/// into the constant pool; <c>invokeinterface NARGS #N TOKEN</c>; <c>checkcast byte[]</c>; <c>stableswitch DEFAULT LOW HIGH TARGET…</c>,
/// <c>slookupswitch DEFAULT KEY:TARGET…</c>. The stack has 16 words and the locals what the code touches, unless stated.
/// </summary>
public static class CapAssembler
{
    /// <summary>Assembles a source and reads the result.</summary>
    /// <param name="source">The source.</param>
    /// <param name="exports">What imported packages export; null for the API packages.</param>
    /// <exception cref="AssemblyException">A line cannot be understood, or names something that does not exist.</exception>
    /// <exception cref="CapFormatException">The source makes a file that breaks the format.</exception>
    public static CapFile Assemble(string source, IExportLookup? exports = null) => CapFile.FromLoadFile(AssembleLoadFile(source, exports));

    /// <summary>Assembles a source to the components one after the other, whatever they are. The array is the caller's.</summary>
    /// <param name="source">The source.</param>
    /// <param name="exports">What imported packages export; null for the API packages.</param>
    /// <exception cref="AssemblyException">A line cannot be understood, or names something that does not exist.</exception>
    public static byte[] AssembleLoadFile(string source, IExportLookup? exports = null)
    {
        try
        {
            return ComponentWriter.LoadFile(AssemblyParser.Parse(source), exports ?? ExportLookup.Api);
        }
        catch (OverflowException e)
        {
            throw new AssemblyException(0, $"the package is too large for the format: {e.Message}");
        }
    }
}
