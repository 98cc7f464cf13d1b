package eu.tsms.vault;

import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import javacard.framework.Util;

/**
 * Takes personalization data: STORE DATA as GlobalPlatform Card Specification 2.3.1, 11.11 has it, with data groups (DGI) or BER-TLV. Each command
 * is one transaction.
 */
final class StoreData {
    private static final byte INS_STORE_DATA = (byte) 0xE2;

    /** P1: how data is encrypted (none is what we take) and how it is structured. */
    private static final byte P1_ENCRYPTION = (byte) 0x60;
    private static final byte P1_STRUCTURE = (byte) 0x18;
    private static final byte P1_DGI = (byte) 0x08;
    private static final byte P1_BER_TLV = (byte) 0x10;

    private static final short DGI_PIN = (short) 0x0101;
    private static final short DGI_LABEL = (short) 0x0102;
    private static final short TAG_PIN = (short) 0xDF71;
    private static final short TAG_LABEL = (short) 0xDF72;

    private final VaultPin pin;
    private final Label label;

    StoreData(VaultPin pin, Label label) {
        this.pin = pin;
        this.label = label;
    }

    /** Takes a whole STORE DATA command. */
    void process(byte[] buffer, short offset, short length) {
        if (length < 5 || buffer[(short) (offset + ISO7816.OFFSET_INS)] != INS_STORE_DATA) {
            ISOException.throwIt(ISO7816.SW_CONDITIONS_NOT_SATISFIED);
        }

        byte p1 = buffer[(short) (offset + ISO7816.OFFSET_P1)];
        byte structure = (byte) (p1 & P1_STRUCTURE);
        if ((p1 & P1_ENCRYPTION) != 0 || (structure != P1_DGI && structure != P1_BER_TLV)) {
            ISOException.throwIt(ISO7816.SW_INCORRECT_P1P2);
        }

        short at = (short) (offset + ISO7816.OFFSET_CDATA);
        short end = (short) (at + (buffer[(short) (offset + ISO7816.OFFSET_LC)] & 0xFF));
        if (end > (short) (offset + length)) {
            ISOException.throwIt(ISO7816.SW_WRONG_LENGTH);
        }

        JCSystem.beginTransaction();
        while (at < end) {
            at = store(structure, buffer, at, end);
        }

        JCSystem.commitTransaction();
    }

    /** Stores one item: 2 bytes of DGI or tag, 1 byte of length (up to 127), value. Returns where the next one begins. */
    private short store(byte structure, byte[] buffer, short at, short end) {
        short value = (short) (at + 3);
        if (value > end) {
            refuse();
        }

        short length = buffer[(short) (at + 2)];
        if (length < 0 || length > (short) (end - value)) {
            refuse();
        }

        short name = Util.getShort(buffer, at);
        if (name == (structure == P1_DGI ? DGI_PIN : TAG_PIN)) {
            if (length < VaultPin.MIN_LENGTH || length > VaultPin.MAX_LENGTH) {
                refuse();
            }

            pin.set(buffer, value, (byte) length);
        } else if (name == (structure == P1_DGI ? DGI_LABEL : TAG_LABEL)) {
            if (length > Label.MAX_LENGTH) {
                refuse();
            }

            label.set(buffer, value, length);
        } else {
            refuse();
        }

        return (short) (value + length);
    }

    /** Takes back what the command has changed so far. */
    private static void refuse() {
        JCSystem.abortTransaction();
        ISOException.throwIt(ISO7816.SW_WRONG_DATA);
    }
}
