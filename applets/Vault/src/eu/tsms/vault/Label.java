package eu.tsms.vault;

import javacard.framework.Util;

/** A name for the vault that anybody may read, up to 32 bytes. */
final class Label {
    static final short MAX_LENGTH = (short) 32;

    private final byte[] bytes = new byte[MAX_LENGTH];
    private short length;

    /** Sets the label. The caller has opened a transaction. */
    void set(byte[] source, short offset, short count) {
        Util.arrayCopy(source, offset, bytes, (short) 0, count);
        length = count;
    }

    /** Copies the label and returns its length. */
    short copyTo(byte[] target, short offset) {
        return (short) (Util.arrayCopyNonAtomic(bytes, (short) 0, target, offset, length) - offset);
    }
}
