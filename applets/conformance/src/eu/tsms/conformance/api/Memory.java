package eu.tsms.conformance.api;

import javacard.framework.JCSystem;
import javacard.framework.SensitiveArrays;
import javacard.framework.SystemException;
import javacard.framework.TransactionException;

/** Transactions, transient and global arrays, sensitive arrays, memory. */
final class Memory {
    private static short number;
    private static Object kept;

    private Memory() {
    }

    static void run() {
        transactions();
        arrays();
        sensitive();
        memory();
    }

    private static void transactions() {
        Check.is((short) 0, JCSystem.getTransactionDepth());
        number = 1;
        JCSystem.beginTransaction();
        Check.is((short) 1, JCSystem.getTransactionDepth());
        Check.is(JCSystem.getMaxCommitCapacity(), JCSystem.getUnusedCommitCapacity());
        number = 2;
        Check.yes(JCSystem.getUnusedCommitCapacity() < JCSystem.getMaxCommitCapacity());
        try {
            JCSystem.beginTransaction();
            Check.never();
        } catch (TransactionException e) {
            Check.is(TransactionException.IN_PROGRESS, e.getReason());
        }
        JCSystem.abortTransaction();
        Check.is((short) 1, number);
        JCSystem.beginTransaction();
        number = 3;
        JCSystem.commitTransaction();
        Check.is((short) 3, number);
        for (short i = 0; i < 2; i++) {
            try {
                if (i == 0) {
                    JCSystem.abortTransaction();
                } else {
                    JCSystem.commitTransaction();
                }
                Check.never();
            } catch (TransactionException e) {
                Check.is(TransactionException.NOT_IN_PROGRESS, e.getReason());
            }
        }
    }

    private static void arrays() {
        boolean[] flags = JCSystem.makeTransientBooleanArray((short) 3, JCSystem.CLEAR_ON_RESET);
        byte[] bytes = JCSystem.makeTransientByteArray((short) 4, JCSystem.CLEAR_ON_DESELECT);
        short[] shorts = JCSystem.makeTransientShortArray((short) 5, JCSystem.CLEAR_ON_RESET);
        Object[] objects = JCSystem.makeTransientObjectArray((short) 6, JCSystem.CLEAR_ON_DESELECT);
        Check.is((short) 18, (short) (flags.length + bytes.length + shorts.length + objects.length));
        Check.is(JCSystem.CLEAR_ON_RESET, JCSystem.isTransient(flags));
        Check.is(JCSystem.CLEAR_ON_DESELECT, JCSystem.isTransient(bytes));
        Check.is(JCSystem.CLEAR_ON_RESET, JCSystem.isTransient(shorts));
        Check.is(JCSystem.CLEAR_ON_DESELECT, JCSystem.isTransient(objects));
        Check.is(JCSystem.NOT_A_TRANSIENT_OBJECT, JCSystem.isTransient(new byte[1]));
        Check.is(JCSystem.NOT_A_TRANSIENT_OBJECT, JCSystem.isTransient(null));
        try {
            JCSystem.makeTransientByteArray((short) 1, (byte) 3);
            Check.never();
        } catch (SystemException e) {
            Check.is(SystemException.ILLEGAL_VALUE, e.getReason());
        }
        try {
            JCSystem.makeTransientByteArray((short) -1, JCSystem.CLEAR_ON_RESET);
            Check.never();
        } catch (NegativeArraySizeException e) {
            Check.count++;
        }
        try {
            JCSystem.makeTransientByteArray((short) 0x7FFF, JCSystem.CLEAR_ON_RESET);
            Check.never();
        } catch (SystemException e) {
            Check.is(SystemException.NO_TRANSIENT_SPACE, e.getReason());
        }
        byte[] global = (byte[]) JCSystem.makeGlobalArray(JCSystem.ARRAY_TYPE_BYTE, (short) 8);
        Check.is((short) 8, (short) global.length);
        global[7] = 7;
        try {
            kept = global;
            Check.never();
        } catch (SecurityException e) {
            Check.yes(kept == null);
        }
        try {
            JCSystem.makeGlobalArray((byte) 0, (short) 8);
            Check.never();
        } catch (SystemException e) {
            Check.is(SystemException.ILLEGAL_VALUE, e.getReason());
        }
    }

    private static void sensitive() {
        byte[] plain = {1, 2, 3};
        Check.no(SensitiveArrays.isIntegritySensitive(plain));
        Check.yes(SensitiveArrays.isIntegritySensitiveArraysSupported());
        byte[] array = (byte[]) SensitiveArrays.makeIntegritySensitiveArray(JCSystem.ARRAY_TYPE_BYTE, JCSystem.CLEAR_ON_RESET, (short) 4);
        Check.is((short) 4, (short) array.length);
        Check.yes(SensitiveArrays.isIntegritySensitive(array));
        array[1] = 9;
        SensitiveArrays.assertIntegrity(array);
        Check.is((short) 4, SensitiveArrays.clearArray(array));
        Check.is((short) 0, array[1]);
        Check.is(JCSystem.CLEAR_ON_RESET, JCSystem.isTransient(array));
    }

    private static void memory() {
        Check.yes(JCSystem.isObjectDeletionSupported());
        JCSystem.requestObjectDeletion();
        Check.yes(JCSystem.getAvailableMemory(JCSystem.MEMORY_TYPE_PERSISTENT) > 0);
        short[] two = new short[3];
        two[0] = 0x77;
        JCSystem.getAvailableMemory(two, (short) 1, JCSystem.MEMORY_TYPE_TRANSIENT_RESET);
        Check.is((short) 0x77, two[0]);
        Check.is(JCSystem.getAvailableMemory(JCSystem.MEMORY_TYPE_TRANSIENT_RESET), two[2]);
        try {
            JCSystem.getAvailableMemory((byte) 9);
            Check.never();
        } catch (SystemException e) {
            Check.is(SystemException.ILLEGAL_VALUE, e.getReason());
        }
        try {
            JCSystem.getAvailableMemory(two, (short) 2, JCSystem.MEMORY_TYPE_PERSISTENT);
            Check.never();
        } catch (ArrayIndexOutOfBoundsException e) {
            Check.count++;
        }
    }
}
