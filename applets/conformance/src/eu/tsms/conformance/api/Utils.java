package eu.tsms.conformance.api;

import javacard.framework.JCSystem;
import javacard.framework.TransactionException;
import javacard.framework.Util;
import javacardx.framework.util.ArrayLogic;
import javacardx.framework.util.UtilException;
import javacardx.framework.util.intx.JCint;

/** Util, ArrayLogic, JCint: results, bounds, and what a transaction takes back. */
final class Utils {
    private Utils() {
    }

    static void run() {
        util();
        bounds();
        logic();
        transactions();
        capacity();
        ints();
    }

    private static void util() {
        byte[] a = {1, 2, 3, 4, 5, 6};
        byte[] b = new byte[8];
        Check.is((short) 5, Util.arrayCopy(a, (short) 1, b, (short) 2, (short) 3));
        Check.same(a, (short) 1, b, (short) 2, (short) 3);
        Check.is((short) 6, Util.arrayCopyNonAtomic(a, (short) 0, a, (short) 1, (short) 5)); // overlapping
        Check.same(new byte[] {1, 1, 2, 3, 4, 5}, (short) 0, a, (short) 0, (short) 6);
        Check.is((short) 4, Util.arrayFillNonAtomic(b, (short) 0, (short) 4, (byte) 9));
        Check.is((short) 9, b[3]);
        Check.is((short) 8, Util.arrayFill(b, (short) 8, (short) 0, (byte) 9));
        Check.is((short) 2, Util.arrayFill(b, (short) 0, (short) 2, (byte) 7));
        Check.is((short) 7, b[1]);
        Check.is((short) 0, Util.arrayCompare(a, (short) 0, a, (short) 1, (short) 1));
        Check.is((short) -1, Util.arrayCompare(a, (short) 1, a, (short) 2, (short) 2));
        Check.is((short) 1, Util.arrayCompare(a, (short) 2, a, (short) 1, (short) 2));
        Check.is((short) -1, Util.arrayCompare(new byte[] {(byte) 0x80}, (short) 0, new byte[] {0x7F}, (short) 0, (short) 1));
        Check.is((short) 0x80FF, Util.makeShort((byte) 0x80, (byte) 0xFF));
        Check.is((short) 5, Util.setShort(b, (short) 3, (short) 0x8001));
        Check.is((short) 0x8001, Util.getShort(b, (short) 3));
        JCSystem.beginTransaction();
        Util.arrayCopy(a, (short) 0, b, (short) 0, (short) 1);
        Util.arrayCopyNonAtomic(a, (short) 5, b, (short) 1, (short) 1);
        Util.arrayFillNonAtomic(b, (short) 2, (short) 1, (byte) 8);
        JCSystem.abortTransaction();
        Check.is((short) 7, b[0]);
        Check.is((short) 5, b[1]);
        Check.is((short) 8, b[2]);
    }

    private static void bounds() {
        byte[] a = new byte[4];
        for (short i = 0; i < 10; i++) {
            try {
                switch (i) {
                    case 0:
                        Util.arrayCopy(a, (short) 2, a, (short) 0, (short) 3);
                        break;
                    case 1:
                        Util.arrayCopy(a, (short) 0, a, (short) 2, (short) 3);
                        break;
                    case 2:
                        Util.arrayCopyNonAtomic(a, (short) -1, a, (short) 0, (short) 1);
                        break;
                    case 3:
                        Util.arrayCopy(a, (short) 0, a, (short) 0, (short) -1);
                        break;
                    case 4:
                        Util.arrayFill(a, (short) 4, (short) 1, (byte) 0);
                        break;
                    case 5:
                        Util.arrayFillNonAtomic(a, (short) 0, (short) -1, (byte) 0);
                        break;
                    case 6:
                        Util.arrayCompare(a, (short) 0, a, (short) 1, (short) 4);
                        break;
                    case 7:
                        Util.getShort(a, (short) 3);
                        break;
                    case 8:
                        Util.setShort(a, (short) 3, (short) 1);
                        break;
                    default:
                        Util.setShort(a, (short) -1, (short) 1);
                        break;
                }
                Check.is((short) -1, i);
            } catch (ArrayIndexOutOfBoundsException e) {
                Check.is((short) 0, a[3]);
            }
        }
        for (short i = 0; i < 3; i++) {
            try {
                if (i == 0) {
                    Util.arrayCopy(null, (short) 0, a, (short) 0, (short) 1);
                } else if (i == 1) {
                    Util.arrayCompare(a, (short) 0, null, (short) 0, (short) 0);
                } else {
                    Util.getShort(null, (short) 0);
                }
                Check.is((short) -1, i);
            } catch (NullPointerException e) {
                Check.count++;
            }
        }
    }

    private static void logic() {
        byte[] bytes = {1, 2, 3, 4, 5, 6, 7, 8};
        short[] shorts = new short[4];
        int[] ints = new int[2];
        Check.is((short) 3, ArrayLogic.arrayCopyRepack(bytes, (short) 0, (short) 4, shorts, (short) 1));
        Check.is((short) 0x0102, shorts[1]);
        Check.is((short) 0x0304, shorts[2]);
        Check.is((short) 2, ArrayLogic.arrayCopyRepackNonAtomic(bytes, (short) 0, (short) 8, ints, (short) 0));
        Check.is(0x05060708, ints[1]);
        short[] fill = {0x1234, 0x5678};
        Check.is((short) 4, ArrayLogic.arrayFillGeneric(shorts, (short) 2, (short) 2, fill, (short) 1));
        Check.is((short) 0x5678, shorts[3]);
        Check.is((short) 2, ArrayLogic.arrayFillGenericNonAtomic(shorts, (short) 0, (short) 2, fill, (short) 0));
        Check.is((short) 0x1234, shorts[1]);
        Check.is((short) 0, ArrayLogic.arrayCompareGeneric(shorts, (short) 0, fill, (short) 0, (short) 1));
        Check.is((short) -1, ArrayLogic.arrayCompareGeneric(shorts, (short) 0, fill, (short) 1, (short) 1));
        Check.is((short) 1, ArrayLogic.arrayCompareGeneric(fill, (short) 1, shorts, (short) 0, (short) 1));
        Check.is((short) 2, ArrayLogic.arrayFindGeneric(shorts, (short) 0, new byte[] {0x56, 0x78}, (short) 0));
        Check.is((short) -1, ArrayLogic.arrayFindGeneric(bytes, (short) 3, bytes, (short) 0));
        try {
            ArrayLogic.arrayFillGeneric(shorts, (short) 0, (short) 1, bytes, (short) 0);
            Check.never();
        } catch (UtilException e) {
            Check.is(UtilException.TYPE_MISMATCHED, e.getReason());
        }
        try {
            ArrayLogic.arrayCopyRepack(new Object[1], (short) 0, (short) 1, bytes, (short) 0);
            Check.never();
        } catch (UtilException e) {
            Check.is(UtilException.ILLEGAL_VALUE, e.getReason());
        }
        try {
            ArrayLogic.arrayCopyRepack(bytes, (short) 0, (short) 3, shorts, (short) 0);
            Check.never();
        } catch (UtilException e) {
            Check.is(UtilException.ILLEGAL_VALUE, e.getReason());
        }
    }

    /** Of a transaction that is aborted what is not atomic stays, and all else goes. */
    private static void transactions() {
        byte[] source = {1, 2, 3, 4, 5, 6, 7, 8};
        byte[] bytes = new byte[4];
        short[] shorts = new short[4];
        int[] ints = new int[2];
        short[] one = {0x1234};
        int[] wide = {0x12345678};
        JCSystem.beginTransaction();
        ArrayLogic.arrayCopyRepack(source, (short) 0, (short) 4, bytes, (short) 0);
        ArrayLogic.arrayCopyRepack(source, (short) 0, (short) 8, shorts, (short) 0);
        ArrayLogic.arrayFillGeneric(shorts, (short) 2, (short) 2, one, (short) 0);
        ArrayLogic.arrayCopyRepack(source, (short) 0, (short) 8, ints, (short) 0);
        ArrayLogic.arrayFillGeneric(ints, (short) 1, (short) 1, wide, (short) 0);
        short inside = shorts[2]; // what Check counts would go with the transaction
        int insideWide = ints[1];
        JCSystem.abortTransaction();
        Check.is((short) 0x1234, inside);
        Check.is(0x12345678, insideWide);
        Check.is((short) 0, bytes[0]);
        Check.is((short) 0, shorts[0]);
        Check.is((short) 0, shorts[2]);
        Check.is(0, ints[0]);
        Check.is(0, ints[1]);

        JCSystem.beginTransaction();
        ArrayLogic.arrayCopyRepackNonAtomic(source, (short) 0, (short) 2, bytes, (short) 1);
        ArrayLogic.arrayFillGenericNonAtomic(bytes, (short) 3, (short) 1, source, (short) 7);
        ArrayLogic.arrayCopyRepackNonAtomic(source, (short) 0, (short) 4, shorts, (short) 0);
        ArrayLogic.arrayFillGenericNonAtomic(shorts, (short) 3, (short) 1, one, (short) 0);
        ArrayLogic.arrayCopyRepackNonAtomic(source, (short) 4, (short) 4, ints, (short) 0);
        ArrayLogic.arrayFillGenericNonAtomic(ints, (short) 1, (short) 1, wide, (short) 0);
        JCSystem.abortTransaction();
        Check.same(new byte[] {0, 1, 2, 8}, (short) 0, bytes, (short) 0, (short) 4);
        Check.is((short) 0x0102, shorts[0]);
        Check.is((short) 0x0304, shorts[1]);
        Check.is((short) 0x1234, shorts[3]);
        Check.is(0x05060708, ints[0]);
        Check.is(0x12345678, ints[1]);
    }

    /** More than the commit capacity: nothing is written, unless the method is not atomic. */
    private static void capacity() {
        short size = (short) (JCSystem.getMaxCommitCapacity() + 4);
        byte[] bytes = new byte[size];
        short[] shorts = new short[(short) (size / 2)];
        short[] one = {0x1234};
        byte[] five = {5};
        byte[] zeros = new byte[size];
        Util.arrayFillNonAtomic(bytes, (short) 0, size, (byte) 9);
        for (short i = 0; i < 5; i++) {
            short reason = 0;
            JCSystem.beginTransaction();
            try {
                switch (i) {
                    case 0:
                        ArrayLogic.arrayCopyRepack(bytes, (short) 0, size, shorts, (short) 0);
                        break;
                    case 1:
                        ArrayLogic.arrayFillGeneric(shorts, (short) 0, (short) shorts.length, one, (short) 0);
                        break;
                    case 2:
                        ArrayLogic.arrayFillGeneric(bytes, (short) 0, size, five, (short) 0);
                        break;
                    case 3:
                        Util.arrayFill(bytes, (short) 0, size, (byte) 5);
                        break;
                    default:
                        Util.arrayCopy(zeros, (short) 0, bytes, (short) 0, size);
                        break;
                }
            } catch (TransactionException e) {
                reason = e.getReason();
            }
            short free = JCSystem.getUnusedCommitCapacity();
            JCSystem.commitTransaction();
            Check.is(TransactionException.BUFFER_FULL, reason);
            Check.is(JCSystem.getMaxCommitCapacity(), free);
        }
        Check.is((short) 0, shorts[0]);
        Check.is((short) 9, bytes[0]);
        JCSystem.beginTransaction();
        ArrayLogic.arrayCopyRepackNonAtomic(bytes, (short) 0, size, shorts, (short) 0);
        short copied = shorts[(short) (shorts.length - 1)];
        ArrayLogic.arrayFillGenericNonAtomic(shorts, (short) 0, (short) shorts.length, one, (short) 0);
        ArrayLogic.arrayFillGenericNonAtomic(bytes, (short) 0, size, five, (short) 0);
        short unused = JCSystem.getUnusedCommitCapacity();
        JCSystem.abortTransaction();
        Check.is(JCSystem.getMaxCommitCapacity(), unused);
        Check.is((short) 0x0909, copied);
        Check.is((short) 0x1234, shorts[0]);
        Check.is((short) 0x1234, shorts[(short) (shorts.length - 1)]);
        Check.is((short) 5, bytes[(short) (size - 1)]);
        JCSystem.requestObjectDeletion();
    }

    private static void ints() {
        byte[] bytes = new byte[6];
        Check.is(0x80010203, JCint.makeInt((byte) 0x80, (byte) 1, (byte) 2, (byte) 3));
        Check.is(0xFFFE8001, JCint.makeInt((short) 0xFFFE, (short) 0x8001));
        Check.is((short) 5, JCint.setInt(bytes, (short) 1, 0xA1B2C3D4));
        Check.is((short) (byte) 0xA1, bytes[1]);
        Check.is(0xA1B2C3D4, JCint.getInt(bytes, (short) 1));
        int[] transientInts = JCint.makeTransientIntArray((short) 3, JCSystem.CLEAR_ON_RESET);
        Check.is((short) 3, (short) transientInts.length);
        Check.is(JCSystem.CLEAR_ON_RESET, JCSystem.isTransient(transientInts));
        try {
            JCint.getInt(bytes, (short) 3);
            Check.never();
        } catch (ArrayIndexOutOfBoundsException e) {
            Check.count++;
        }
    }
}
