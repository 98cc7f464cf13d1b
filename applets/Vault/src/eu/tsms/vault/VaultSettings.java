package eu.tsms.vault;

import javacard.framework.ISO7816;
import javacard.framework.ISOException;

/** The install parameters: number of records, bytes of a record, PIN tries. What is left out has its default; what is out of range is refused. */
final class VaultSettings {
    private static final byte DEFAULT_RECORDS = 8;
    private static final byte DEFAULT_SIZE = 64;
    private static final byte DEFAULT_TRIES = 3;
    private static final byte MAX_RECORDS = 32;
    private static final byte MAX_SIZE = 120;
    private static final byte MAX_TRIES = 15;

    private VaultSettings() {
    }

    static byte records(byte[] parameters, short offset, short length) {
        return at(parameters, offset, length, (short) 0, DEFAULT_RECORDS, MAX_RECORDS);
    }

    static byte recordSize(byte[] parameters, short offset, short length) {
        return at(parameters, offset, length, (short) 1, DEFAULT_SIZE, MAX_SIZE);
    }

    static byte tries(byte[] parameters, short offset, short length) {
        return at(parameters, offset, length, (short) 2, DEFAULT_TRIES, MAX_TRIES);
    }

    private static byte at(byte[] parameters, short offset, short length, short index, byte otherwise, byte max) {
        if (length > 3) {
            ISOException.throwIt(ISO7816.SW_WRONG_DATA);
        }

        if (index >= length) {
            return otherwise;
        }

        byte value = parameters[(short) (offset + index)];
        if (value < 1 || value > max) {
            ISOException.throwIt(ISO7816.SW_WRONG_DATA);
        }

        return value;
    }
}
