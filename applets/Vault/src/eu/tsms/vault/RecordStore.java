package eu.tsms.vault;

import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import javacard.framework.Util;

/**
 * Records of a fixed greatest size. All memory is taken when the applet is installed, so that a card that runs full later cannot stop the applet.
 * Every change is one transaction: a record is as before or as it should be, whenever power fails.
 */
final class RecordStore {
    private final byte recordSize;

    /** The content of each record; numbers begin with 1, indices with 0. */
    private final Object[] records;

    /** Bytes used of each record; 0 means that the record does not exist. */
    private final byte[] lengths;

    /** Zeros, to wipe with inside a transaction. */
    private final byte[] blank;

    RecordStore(byte count, byte size) {
        recordSize = size;
        lengths = new byte[count];
        records = new Object[count];
        blank = JCSystem.makeTransientByteArray(size, JCSystem.CLEAR_ON_DESELECT);
        for (short i = 0; i < count; i++) {
            records[i] = new byte[size];
        }
    }

    byte capacity() {
        return (byte) lengths.length;
    }

    byte recordSize() {
        return recordSize;
    }

    byte used() {
        byte used = 0;
        for (short i = 0; i < lengths.length; i++) {
            if (lengths[i] != 0) {
                used++;
            }
        }

        return used;
    }

    /** Makes a record in the first free place and returns its number. */
    byte create(byte[] source, short offset, short length) {
        requireFits(length);
        for (short i = 0; i < lengths.length; i++) {
            if (lengths[i] == 0) {
                write(i, source, offset, length);
                return (byte) (i + 1);
            }
        }

        ISOException.throwIt(ISO7816.SW_FILE_FULL);
        return 0;
    }

    /** Copies a record and returns its length. */
    short read(byte number, byte[] target, short offset) {
        short index = find(number);
        return (short) (Util.arrayCopyNonAtomic((byte[]) records[index], (short) 0, target, offset, lengths[index]) - offset);
    }

    void update(byte number, byte[] source, short offset, short length) {
        short index = find(number);
        requireFits(length);
        write(index, source, offset, length);
    }

    void delete(byte number) {
        short index = find(number);
        JCSystem.beginTransaction();
        lengths[index] = 0;
        Util.arrayCopy(blank, (short) 0, (byte[]) records[index], (short) 0, recordSize);
        JCSystem.commitTransaction();
    }

    /** Writes number and length of each record and returns the bytes written. */
    short list(byte[] target, short offset) {
        short at = offset;
        for (short i = 0; i < lengths.length; i++) {
            if (lengths[i] != 0) {
                target[at++] = (byte) (i + 1);
                target[at++] = lengths[i];
            }
        }

        return (short) (at - offset);
    }

    private void write(short index, byte[] source, short offset, short length) {
        byte[] record = (byte[]) records[index];
        JCSystem.beginTransaction();
        lengths[index] = (byte) length;
        Util.arrayCopy(source, offset, record, (short) 0, length);
        Util.arrayCopy(blank, (short) 0, record, length, (short) (recordSize - length));
        JCSystem.commitTransaction();
    }

    private short find(byte number) {
        short index = (short) ((short) (number & 0xFF) - 1);
        if (index < 0 || index >= lengths.length || lengths[index] == 0) {
            ISOException.throwIt(ISO7816.SW_RECORD_NOT_FOUND);
        }

        return index;
    }

    private void requireFits(short length) {
        if (length < 1 || length > recordSize) {
            ISOException.throwIt(ISO7816.SW_WRONG_LENGTH);
        }
    }
}
