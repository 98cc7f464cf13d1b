namespace Tsms.VirtualCard.Api.Crypto;

/// <summary>A running encryption or decryption: javacardx.crypto.Cipher between init and doFinal.</summary>
internal interface IStreamCipher : IDisposable
{
    /// <summary>Eighths of a byte code that a byte of the input costs.</summary>
    int PerByte { get; }

    /// <summary>Bytes that <see cref="Update"/> (or <see cref="Finish"/>, when <paramref name="last"/>) may write for so much input, at most.</summary>
    int MaxOutput(int inputLength, bool last);

    /// <summary>Takes input and writes what is ready; returns the number of bytes written. Input and output may overlap.</summary>
    int Update(ReadOnlySpan<byte> input, Span<byte> output);

    /// <summary>Takes the rest of the input and writes the rest of the output; the object is used up.</summary>
    int Finish(ReadOnlySpan<byte> input, Span<byte> output);
}
