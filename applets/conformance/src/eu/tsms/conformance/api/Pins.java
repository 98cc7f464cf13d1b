package eu.tsms.conformance.api;

import javacard.framework.JCSystem;
import javacard.framework.OwnerPIN;
import javacard.framework.OwnerPINBuilder;
import javacard.framework.OwnerPINx;
import javacard.framework.OwnerPINxWithPredecrement;
import javacard.framework.PIN;
import javacard.framework.PINException;

/** The three kinds of PIN. */
final class Pins {
    private static final byte[] RIGHT = {1, 2, 3, 4};
    private static final byte[] WRONG = {1, 2, 3, 5};

    private Pins() {
    }

    /** A PIN whose flag its own class sets. */
    private static final class Open extends OwnerPIN {
        Open() {
            super((byte) 3, (byte) 4);
        }

        void set(boolean value) {
            setValidatedFlag(value);
        }

        boolean get() {
            return getValidatedFlag();
        }
    }

    static void run() {
        owner();
        common(OwnerPINBuilder.buildOwnerPIN((byte) 3, (byte) 4, OwnerPINBuilder.OWNER_PIN));
        extended((OwnerPINx) OwnerPINBuilder.buildOwnerPIN((byte) 3, (byte) 4, OwnerPINBuilder.OWNER_PIN_X));
        ahead((OwnerPINxWithPredecrement) OwnerPINBuilder.buildOwnerPIN((byte) 3, (byte) 4, OwnerPINBuilder.OWNER_PIN_X_WITH_PREDECREMENT));
        try {
            new OwnerPIN((byte) 0, (byte) 4);
            Check.never();
        } catch (PINException e) {
            Check.is(PINException.ILLEGAL_VALUE, e.getReason());
        }
        try {
            OwnerPINBuilder.buildOwnerPIN((byte) 3, (byte) 4, (byte) 77);
            Check.never();
        } catch (PINException e) {
            Check.is(PINException.ILLEGAL_VALUE, e.getReason());
        }
    }

    private static void owner() {
        Open pin = new Open();
        pin.update(RIGHT, (short) 0, (byte) 4);
        Check.is((short) 3, pin.getTriesRemaining());
        Check.no(pin.check(WRONG, (short) 0, (byte) 4));
        Check.is((short) 2, pin.getTriesRemaining());
        pin.reset();
        Check.is((short) 2, pin.getTriesRemaining());
        Check.yes(pin.check(RIGHT, (short) 0, (byte) 4));
        Check.yes(pin.isValidated());
        Check.yes(pin.get());
        Check.is((short) 3, pin.getTriesRemaining());
        pin.reset();
        Check.no(pin.isValidated());
        pin.set(true);
        Check.yes(pin.isValidated());
        pin.set(false);
        Check.no(pin.check(RIGHT, (short) 0, (byte) 3));

        // Neither an abort nor an exception gives a try back.
        JCSystem.beginTransaction();
        Check.no(pin.check(WRONG, (short) 0, (byte) 4));
        JCSystem.abortTransaction();
        Check.is((short) 1, pin.getTriesRemaining());
        try {
            pin.check(RIGHT, (short) 2, (byte) 4);
            Check.never();
        } catch (ArrayIndexOutOfBoundsException e) {
            Check.is((short) 0, pin.getTriesRemaining());
        }
        Check.no(pin.check(RIGHT, (short) 0, (byte) 4));
        pin.resetAndUnblock();
        Check.is((short) 3, pin.getTriesRemaining());
        Check.yes(pin.check(RIGHT, (short) 0, (byte) 4));
        try {
            pin.update(new byte[5], (short) 0, (byte) 5);
            Check.never();
        } catch (PINException e) {
            Check.is(PINException.ILLEGAL_VALUE, e.getReason());
        }
    }

    private static void common(PIN pin) {
        ((OwnerPIN) pin).update(RIGHT, (short) 0, (byte) 4);
        Check.yes(pin.check(RIGHT, (short) 0, (byte) 4));
        Check.yes(pin.isValidated());
        pin.reset();
        Check.no(pin.isValidated());
        Check.is((short) 3, pin.getTriesRemaining());
    }

    private static void extended(OwnerPINx pin) {
        pin.update(RIGHT, (short) 0, (byte) 4);
        Check.is((short) 3, pin.getTryLimit());
        pin.setTryLimit((byte) 5);
        Check.is((short) 5, pin.getTryLimit());
        Check.is((short) 5, pin.getTriesRemaining());
        pin.setTriesRemaining((byte) 2);
        Check.is((short) 2, pin.getTriesRemaining());
        Check.yes(pin.check(RIGHT, (short) 0, (byte) 4));
        Check.yes(pin.isValidated());
        Check.is((short) 5, pin.getTriesRemaining());
        pin.reset();
        Check.no(pin.isValidated());

        // What its owner sets takes the validation back, and is part of a transaction.
        Check.yes(pin.check(RIGHT, (short) 0, (byte) 4));
        pin.setTriesRemaining((byte) 4);
        Check.no(pin.isValidated());
        JCSystem.beginTransaction();
        pin.setTriesRemaining((byte) 0);
        short inside = pin.getTriesRemaining();
        JCSystem.abortTransaction();
        Check.is((short) 0, inside);
        Check.is((short) 4, pin.getTriesRemaining());
        Check.yes(pin.check(RIGHT, (short) 0, (byte) 4));
        pin.setTriesRemaining((byte) 0);
        Check.no(pin.isValidated());
        Check.no(pin.check(RIGHT, (short) 0, (byte) 4));
        pin.setTriesRemaining((byte) 1);
        Check.yes(pin.check(RIGHT, (short) 0, (byte) 4));
        pin.setTryLimit((byte) 5);
        Check.no(pin.isValidated());
        try {
            pin.setTriesRemaining((byte) 6);
            Check.never();
        } catch (PINException e) {
            Check.is(PINException.ILLEGAL_VALUE, e.getReason());
        }
        try {
            pin.setTryLimit((byte) 0);
            Check.never();
        } catch (PINException e) {
            Check.is(PINException.ILLEGAL_VALUE, e.getReason());
        }
    }

    private static void ahead(OwnerPINxWithPredecrement pin) {
        pin.update(RIGHT, (short) 0, (byte) 4);
        try {
            pin.check(RIGHT, (short) 0, (byte) 4);
            Check.never();
        } catch (PINException e) {
            Check.is(PINException.ILLEGAL_STATE, e.getReason());
        }
        Check.is((short) 2, pin.decrementTriesRemaining());
        Check.is((short) 2, pin.getTriesRemaining());
        Check.yes(pin.check(RIGHT, (short) 0, (byte) 4));
        Check.yes(pin.isValidated());
        Check.is((short) 3, pin.getTriesRemaining());
        pin.reset();
        Check.no(pin.isValidated());
        pin.setTryLimit((byte) 4);
        Check.is((short) 4, pin.getTryLimit());
        pin.setTriesRemaining((byte) 1);
        Check.is((short) 0, pin.decrementTriesRemaining());
        Check.no(pin.check(WRONG, (short) 0, (byte) 4));

        // Blocked: decrementTriesRemaining was called, so there is no exception; but nothing is right any more.
        Check.is((short) 0, pin.decrementTriesRemaining());
        Check.no(pin.check(RIGHT, (short) 0, (byte) 4));
        Check.no(pin.isValidated());
        forgotten(pin, (byte) 0);

        // Whatever touches the counter takes the decrement back.
        for (byte i = 1; i < 5; i++) {
            pin.setTriesRemaining((byte) 3);
            Check.is((short) 2, pin.decrementTriesRemaining());
            forgotten(pin, i);
            Check.no(pin.isValidated());
        }

        // The last try may be the right one.
        pin.setTriesRemaining((byte) 1);
        Check.is((short) 0, pin.decrementTriesRemaining());
        Check.yes(pin.check(RIGHT, (short) 0, (byte) 4));
        Check.is((short) 4, pin.getTriesRemaining());
    }

    private static void forgotten(OwnerPINxWithPredecrement pin, byte how) {
        switch (how) {
            case 1:
                pin.setTriesRemaining((byte) 2);
                break;
            case 2:
                pin.setTryLimit((byte) 4);
                break;
            case 3:
                pin.update(RIGHT, (short) 0, (byte) 4);
                break;
            case 4:
                pin.check(WRONG, (short) 0, (byte) 4);
                break;
            default:
                break;
        }
        try {
            pin.check(RIGHT, (short) 0, (byte) 4);
            Check.never();
        } catch (PINException e) {
            Check.is(PINException.ILLEGAL_STATE, e.getReason());
        }
    }
}
