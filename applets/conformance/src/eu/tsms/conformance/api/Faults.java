package eu.tsms.conformance.api;

import javacard.framework.JCSystem;
import javacard.framework.SensitiveArrays;
import javacard.framework.SystemException;
import javacard.framework.Util;
import javacard.security.AESKey;
import javacard.security.CryptoException;
import javacard.security.DESKey;
import javacard.security.ECPublicKey;
import javacard.security.KeyBuilder;
import javacard.security.Signature;
import javacardx.apdu.util.APDUUtil;
import javacardx.crypto.Cipher;
import javacardx.crypto.KeyEncryption;
import javacardx.framework.util.ArrayLogic;

/** What the API refuses, and with which reason; what a call that ended with an exception leaves behind. */
final class Faults {
    private static final short BLOCK = 16;

    private final AESKey aes = (AESKey) KeyBuilder.buildKey(KeyBuilder.TYPE_AES, KeyBuilder.LENGTH_AES_128, false);
    private final DESKey des = (DESKey) KeyBuilder.buildKey(KeyBuilder.TYPE_DES, KeyBuilder.LENGTH_DES3_2KEY, false);
    private final byte[] data = JCSystem.makeTransientByteArray((short) 80, JCSystem.CLEAR_ON_RESET);
    private final byte[] out = JCSystem.makeTransientByteArray((short) 80, JCSystem.CLEAR_ON_RESET);

    Faults() {
        byte[] value = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
        aes.setKey(value, (short) 0);
        des.setKey(value, (short) 0);
    }

    void run() {
        for (short i = 0; i < 8; i++) {
            vector(i);
        }
        for (short i = 0; i < 7; i++) {
            nothing(i);
        }
        tooShort();
        points();
        keyCipher();
        classes();
        for (short i = 0; i < 5; i++) {
            sensitive(i);
        }
        JCSystem.requestObjectDeletion();
    }

    /** Vectors of no bytes, where some are wanted and where none is. */
    private void vector(short which) {
        try {
            switch (which) {
                case 0: Cipher.getInstance(Cipher.ALG_AES_BLOCK_128_CBC_NOPAD, false).init(aes, Cipher.MODE_ENCRYPT, data, (short) 0, (short) 0); break;
                case 1: Cipher.getInstance(Cipher.ALG_DES_CBC_ISO9797_M2, false).init(des, Cipher.MODE_DECRYPT, data, (short) 0, (short) 0); break;
                case 2: Cipher.getInstance(Cipher.ALG_AES_BLOCK_128_ECB_NOPAD, false).init(aes, Cipher.MODE_ENCRYPT, data, (short) 0, (short) 0); break;
                case 3: Signature.getInstance(Signature.ALG_DES_MAC8_ISO9797_M2, false).init(des, Signature.MODE_SIGN, data, (short) 0, (short) 0); break;
                case 4: Signature.getInstance(Signature.ALG_AES_MAC_128_NOPAD, false).init(aes, Signature.MODE_SIGN, data, (short) 0, (short) 0); break;
                case 5: Signature.getInstance(Signature.ALG_AES_MAC_128_NOPAD, false).init(aes, Signature.MODE_SIGN, data, (short) 0, (short) 15); break;
                case 6: Cipher.getInstance((byte) 0xF0, false).init(aes, Cipher.MODE_ENCRYPT, data, (short) 0, (short) 8); break;
                default: Cipher.getInstance(Cipher.ALG_AES_BLOCK_128_CBC_NOPAD, false).init(aes, Cipher.MODE_ENCRYPT, data, (short) 0, (short) 17); break;
            }
            Check.never();
        } catch (CryptoException e) {
            Check.is(CryptoException.ILLEGAL_VALUE, e.getReason());
        }
    }

    /** No message for what does not pad. */
    private void nothing(short which) {
        try {
            switch (which) {
                case 0: empty(Cipher.ALG_AES_BLOCK_128_ECB_NOPAD, false); break;
                case 1: empty(Cipher.ALG_AES_BLOCK_128_CBC_NOPAD, false); break;
                case 2: empty(Cipher.ALG_AES_BLOCK_128_CBC_NOPAD, true); break;
                case 3: mac(Signature.ALG_AES_MAC_128_NOPAD).sign(data, (short) 0, (short) 0, out, (short) 0); break;
                case 4: mac(Signature.ALG_DES_MAC8_NOPAD).sign(data, (short) 0, (short) 0, out, (short) 0); break;
                case 5: mac(Signature.ALG_DES_MAC4_NOPAD).sign(data, (short) 0, (short) 0, out, (short) 0); break;
                default: {
                    Signature signature = Signature.getInstance(Signature.ALG_DES_MAC8_NOPAD, false);
                    signature.init(des, Signature.MODE_VERIFY);
                    signature.update(data, (short) 0, (short) 0);
                    signature.verify(data, (short) 0, (short) 0, out, (short) 0, (short) 8);
                    break;
                }
            }
            Check.never();
        } catch (CryptoException e) {
            Check.is(CryptoException.ILLEGAL_USE, e.getReason());
        }
        // What was given to update is a message, and what pads needs none.
        Cipher cipher = Cipher.getInstance(Cipher.ALG_AES_BLOCK_128_CBC_NOPAD, false);
        cipher.init(aes, Cipher.MODE_ENCRYPT);
        cipher.update(data, (short) 0, BLOCK, out, (short) 0);
        Check.is((short) 0, cipher.doFinal(data, (short) 0, (short) 0, out, (short) 0));
        Check.is((short) 8, mac(Signature.ALG_DES_MAC8_ISO9797_M2).sign(data, (short) 0, (short) 0, out, (short) 0));
    }

    private void empty(byte algorithm, boolean updates) {
        Cipher cipher = Cipher.getInstance(algorithm, false);
        cipher.init(aes, Cipher.MODE_ENCRYPT);
        if (updates) {
            cipher.update(data, (short) 0, (short) 0, out, (short) 0);
        }
        cipher.doFinal(data, (short) 0, (short) 0, out, (short) 0);
    }

    private Signature mac(byte algorithm) {
        Signature signature = Signature.getInstance(algorithm, false);
        signature.init(algorithm == Signature.ALG_AES_MAC_128_NOPAD ? (javacard.security.Key) aes : des, Signature.MODE_SIGN);
        return signature;
    }

    /** A place that is too short for the result ends the message as any doFinal does: the next begins anew. */
    private void tooShort() {
        Cipher cipher = Cipher.getInstance(Cipher.ALG_AES_BLOCK_128_CBC_NOPAD, false);
        cipher.init(aes, Cipher.MODE_ENCRYPT);
        cipher.doFinal(data, (short) 0, BLOCK, out, (short) 0);
        try {
            cipher.doFinal(data, (short) 0, BLOCK, out, (short) 70);
            Check.never();
        } catch (ArrayIndexOutOfBoundsException e) {
            Check.is(BLOCK, cipher.doFinal(data, (short) 0, BLOCK, out, (short) 32));
        }
        Check.same(out, (short) 0, out, (short) 32, BLOCK);
    }

    /** 04 and two coordinates, or 02 and one: nothing else is a point of a key of 256 bits. */
    private void points() {
        ECPublicKey key = (ECPublicKey) KeyBuilder.buildKey(KeyBuilder.TYPE_EC_FP_PUBLIC, KeyBuilder.LENGTH_EC_FP_256, false);
        byte[] point = new byte[66];
        short[] lengths = {1, 3, 33, 64, 66, 65, 33};
        byte[] forms = {4, 4, 4, 4, 4, 0, 5};
        for (short i = 0; i < 2 * lengths.length; i++) {
            short which = (short) (i / 2);
            point[0] = forms[which];
            try {
                if (i % 2 == 0) {
                    key.setW(point, (short) 0, lengths[which]);
                } else {
                    key.setG(point, (short) 0, lengths[which]);
                }
                Check.never();
            } catch (CryptoException e) {
                Check.is(CryptoException.ILLEGAL_VALUE, e.getReason());
            }
        }
        point[0] = 4;
        key.setW(point, (short) 0, (short) 65);
        key.setG(point, (short) 0, (short) 65);
        Check.is((short) 65, key.getW(out, (short) 0));
        Check.is((short) 65, key.getG(out, (short) 0));
    }

    /** A Cipher that was not initialized, and one that does not decipher what it is given. */
    private void keyCipher() {
        AESKey key = (AESKey) KeyBuilder.buildKey(KeyBuilder.TYPE_AES, KeyBuilder.LENGTH_AES_128, true);
        Cipher cipher = Cipher.getInstance(Cipher.ALG_AES_CBC_ISO9797_M2, false);
        ((KeyEncryption) key).setKeyCipher(cipher);
        for (short i = 0; i < 2; i++) {
            try {
                key.setKey(data, (short) 0);
                Check.never();
            } catch (CryptoException e) {
                Check.is(CryptoException.ILLEGAL_VALUE, e.getReason());
            }
            Check.no(key.isInitialized());
            cipher.init(aes, Cipher.MODE_DECRYPT);
        }
    }

    /** A persistent array of SensitiveArrays is not written in parts; a transient one is. */
    private void sensitive(short which) {
        byte[] bytes = (byte[]) SensitiveArrays.makeIntegritySensitiveArray(JCSystem.ARRAY_TYPE_BYTE, JCSystem.MEMORY_TYPE_PERSISTENT, (short) 4);
        byte[] passing = (byte[]) SensitiveArrays.makeIntegritySensitiveArray(JCSystem.ARRAY_TYPE_BYTE, JCSystem.MEMORY_TYPE_TRANSIENT_RESET, (short) 4);
        short[] shorts = (short[]) SensitiveArrays.makeIntegritySensitiveArray(JCSystem.ARRAY_TYPE_SHORT, JCSystem.MEMORY_TYPE_PERSISTENT, (short) 4);
        byte[] one = {1, 1};
        try {
            switch (which) {
                case 0: Util.arrayCopyNonAtomic(one, (short) 0, bytes, (short) 0, (short) 1); break;
                case 1: Util.arrayFillNonAtomic(bytes, (short) 0, (short) 1, (byte) 1); break;
                case 2: ArrayLogic.arrayCopyRepackNonAtomic(one, (short) 0, (short) 2, shorts, (short) 0); break;
                case 3: ArrayLogic.arrayFillGenericNonAtomic(bytes, (short) 0, (short) 1, one, (short) 0); break;
                default:
                    Util.arrayCopyNonAtomic(one, (short) 0, passing, (short) 0, (short) 1);
                    ArrayLogic.arrayCopyRepack(one, (short) 0, (short) 2, shorts, (short) 0);
                    Check.is((short) 1, passing[0]);
                    Check.is((short) 0x0101, shorts[0]);
                    Check.is((short) 4, SensitiveArrays.clearArray(shorts));
                    Check.is((short) 0, shorts[0]);
                    return;
            }
            Check.never();
        } catch (SystemException e) {
            Check.is(SystemException.ILLEGAL_VALUE, e.getReason());
        }
        Check.is((short) 0, bytes[0]);
        Check.is((short) 0, shorts[0]);
    }

    /** Class bytes that ISO/IEC 7816-4 does not give a channel. */
    private void classes() {
        for (short i = 0x20; i < 0x40; i++) {
            Check.is((short) 0, APDUUtil.getCLAChannel((byte) i));
        }
        Check.is((short) 0, APDUUtil.getCLAChannel((byte) 0xFF));
        Check.is((short) 18, APDUUtil.getCLAChannel((byte) 0xFE));
        Check.is((short) 3, APDUUtil.getCLAChannel((byte) 0x83));
    }
}
