package eu.tsms.vault;

import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.OwnerPIN;

/** The PIN: 4 to 12 bytes, set by personalization, with a counter of wrong tries. */
final class VaultPin {
    static final byte MIN_LENGTH = 4;
    static final byte MAX_LENGTH = 12;

    private static final short SW_TRIES_LEFT = (short) 0x63C0;
    private static final short SW_BLOCKED = (short) 0x6983;

    private final OwnerPIN pin;
    private boolean isSet;

    VaultPin(byte tries) {
        pin = new OwnerPIN(tries, MAX_LENGTH);
    }

    boolean isSet() {
        return isSet;
    }

    boolean isVerified() {
        return pin.isValidated();
    }

    byte triesLeft() {
        return pin.getTriesRemaining();
    }

    void forget() {
        pin.reset();
    }

    /** Sets the PIN and all tries. The caller has opened a transaction. */
    void set(byte[] source, short offset, byte length) {
        requireLength(length);
        pin.update(source, offset, length);
        isSet = true;
    }

    /** Answers as VERIFY without data does (ISO/IEC 7816-4, 11.5.6): 9000 when verified, else the tries that are left. */
    void answerState() {
        if (!isVerified()) {
            throwTriesLeft();
        }
    }

    void verify(byte[] source, short offset, byte length) {
        requireUnblocked();
        requireLength(length);
        if (!pin.check(source, offset, length)) {
            throwTriesLeft();
        }
    }

    static void requireLength(short length) {
        if (length < MIN_LENGTH || length > MAX_LENGTH) {
            ISOException.throwIt(ISO7816.SW_WRONG_LENGTH);
        }
    }

    private void requireUnblocked() {
        if (pin.getTriesRemaining() == 0) {
            ISOException.throwIt(SW_BLOCKED);
        }
    }

    private void throwTriesLeft() {
        requireUnblocked();
        ISOException.throwIt((short) (SW_TRIES_LEFT | pin.getTriesRemaining()));
    }
}
