package eu.tsms.conformance.client;

import eu.tsms.conformance.server.Service;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import javacard.framework.Util;

/** Transactions (JCRE 3.0.5, ch. 7), transient objects (ch. 5), object deletion. */
final class Memory {
    private static short shared;

    private final byte[] bytes = new byte[16];
    private final short[] shorts = new short[8];
    private final int[] ints = new int[4];
    private final Object[] objects = new Object[4];
    private final byte[] onReset = JCSystem.makeTransientByteArray((short) 4, JCSystem.CLEAR_ON_RESET);
    private final byte[] onDeselect = JCSystem.makeTransientByteArray((short) 4, JCSystem.CLEAR_ON_DESELECT);
    private final Object[] transientObjects = JCSystem.makeTransientObjectArray((short) 2, JCSystem.CLEAR_ON_RESET);
    private final short[] transientShorts = JCSystem.makeTransientShortArray((short) 2, JCSystem.CLEAR_ON_RESET);
    private final boolean[] transientBooleans = JCSystem.makeTransientBooleanArray((short) 2, JCSystem.CLEAR_ON_DESELECT);
    private short number;
    private int wide;
    private byte small;
    private Object made;

    /** Every kind of persistent write, and new objects. */
    private void write(byte value, Service s) {
        number = value;
        wide = value * 0x01010101;
        small = value;
        shared = value;
        Util.arrayFill(bytes, (short) 0, (short) 8, value);
        Util.arrayCopy(bytes, (short) 0, bytes, (short) 8, (short) 4);
        Util.setShort(bytes, (short) 12, (short) (value << 8 | value));
        bytes[14] = value;
        bytes[15] = value;
        for (short i = 0; i < 8; i++) {
            shorts[i] = value;
        }
        for (short i = 0; i < 4; i++) {
            ints[i] = value;
        }
        made = new byte[] {value, value};
        objects[0] = made;
        objects[1] = new Object[] {made, new short[2]};
        transientShorts[0]++;
        s.setNumber(value);
    }

    /** Begins, writes a value everywhere, and ends in a way: 0 commit, 1 abort, 2 not at all, 3 by an exception. */
    short transaction(byte value, byte end, Service s) {
        JCSystem.beginTransaction();
        write(value, s);
        switch (end) {
            case 0: JCSystem.commitTransaction(); break;
            case 1: JCSystem.abortTransaction(); break;
            case 3: ISOException.throwIt((short) 0x6A90);
            default: break;
        }
        return JCSystem.getTransactionDepth();
    }

    /** All persistent values, so that a host sees whether they are of one transaction. */
    short report(byte[] buffer, Service s) {
        short at = Util.setShort(buffer, (short) 0, number);
        at = Util.setShort(buffer, at, (short) (wide >> 16));
        at = Util.setShort(buffer, at, (short) wide);
        at = Util.setShort(buffer, at, small);
        at = Util.setShort(buffer, at, shared);
        at = Util.arrayCopyNonAtomic(bytes, (short) 0, buffer, at, (short) 16);
        for (short i = 0; i < 8; i++) {
            at = Util.setShort(buffer, at, shorts[i]);
        }
        for (short i = 0; i < 4; i++) {
            at = Util.setShort(buffer, at, (short) ints[i]);
        }
        byte[] value = (byte[]) made;
        at = Util.setShort(buffer, at, value == null ? (short) 0 : Util.getShort(value, (short) 0));
        at = Util.setShort(buffer, at, objects[0] == made ? (short) 1 : (short) 0);
        at = Util.setShort(buffer, at, objects[1] == null ? (short) 0 : (short) ((Object[]) objects[1]).length);
        return Util.setShort(buffer, at, s.number());
    }

    short transients(byte what) {
        switch (what) {
            case 0:
                onReset[0] = 7;
                onDeselect[0] = 8;
                transientObjects[0] = this;
                transientShorts[1] = 9;
                transientBooleans[1] = true;
                return 0;
            case 1:
                return (short) (onReset[0] << 8 | onDeselect[0]);
            case 2:
                return (short) ((transientObjects[0] == this ? 1 : 0) + transientShorts[1] + (transientBooleans[1] ? 16 : 0));
            case 3:
                return (short) (JCSystem.isTransient(onReset) + 16 * JCSystem.isTransient(onDeselect) + 256 * JCSystem.isTransient(bytes));
            default:
                return -1;
        }
    }

    /** What an abort leaves of objects made inside: null wherever they were kept. */
    short abortOfObjects() {
        JCSystem.beginTransaction();
        Object mine = new byte[3];
        made = mine;
        objects[2] = mine;
        transientObjects[1] = mine;
        JCSystem.abortTransaction();
        return (short) ((mine == null ? 1 : 0) + (objects[2] == null ? 2 : 0) + (transientObjects[1] == null ? 4 : 0) + (mine == transientObjects[1] ? 8 : 0));
    }

    /** Transient writes stand after an abort (7.7), non-atomic ones too. */
    short abortOfTransients() {
        onReset[1] = 1;
        bytes[0] = 0;
        JCSystem.beginTransaction();
        onReset[1] = 2;
        Util.arrayFillNonAtomic(bytes, (short) 0, (short) 1, (byte) 3);
        number = 99;
        JCSystem.abortTransaction();
        return (short) (onReset[1] << 8 | bytes[0]);
    }

    short capacity() {
        short before = JCSystem.getUnusedCommitCapacity();
        JCSystem.beginTransaction();
        number = 1;
        short inside = JCSystem.getUnusedCommitCapacity();
        JCSystem.abortTransaction();
        return before == JCSystem.getMaxCommitCapacity() && inside < before && JCSystem.getUnusedCommitCapacity() == before ? (short) 1 : (short) 0;
    }

    void fillBuffer() {
        JCSystem.beginTransaction();
        for (;;) {
            number++;
        }
    }

    void nested() {
        JCSystem.beginTransaction();
        JCSystem.beginTransaction();
    }

    void garbage() {
        Object[] chain = null;
        for (short i = 0; i < 20; i++) {
            chain = new Object[] {chain, new byte[50], new Memory()};
        }
    }

    void cycle() {
        Object[] a = new Object[2];
        Object[] b = new Object[] {a, new short[100]};
        a[0] = b;
        a[1] = a;
    }
}
