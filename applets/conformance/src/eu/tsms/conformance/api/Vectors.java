package eu.tsms.conformance.api;

import javacard.framework.JCSystem;
import javacard.framework.Util;
import javacard.security.AESKey;
import javacard.security.Checksum;
import javacard.security.DESKey;
import javacard.security.Key;
import javacard.security.KeyBuilder;
import javacard.security.KoreanSEEDKey;
import javacard.security.Signature;
import javacardx.crypto.AEADCipher;
import javacardx.crypto.Cipher;

/**
 * Initial vectors: init gives one, the end of a message and a reset set it to 0. And what an init in a transaction that is aborted leaves behind: the object as it
 * was initialized before.
 */
final class Vectors {
    private static final byte AES_CTR = (byte) 0xF0;
    private static final byte[] CIPHERS = {
        Cipher.ALG_AES_BLOCK_128_CBC_NOPAD, Cipher.ALG_AES_CBC_ISO9797_M1, Cipher.ALG_AES_CBC_ISO9797_M2, Cipher.ALG_AES_CBC_PKCS5, AES_CTR,
        Cipher.ALG_DES_CBC_NOPAD, Cipher.ALG_DES_CBC_ISO9797_M1, Cipher.ALG_DES_CBC_ISO9797_M2, Cipher.ALG_DES_CBC_PKCS5, Cipher.ALG_KOREAN_SEED_CBC_NOPAD,
    };
    private static final byte[] MACS = {
        Signature.ALG_AES_MAC_128_NOPAD, Signature.ALG_KOREAN_SEED_MAC_NOPAD,
        Signature.ALG_DES_MAC4_NOPAD, Signature.ALG_DES_MAC8_NOPAD, Signature.ALG_DES_MAC4_ISO9797_M1, Signature.ALG_DES_MAC8_ISO9797_M1,
        Signature.ALG_DES_MAC4_ISO9797_M2, Signature.ALG_DES_MAC8_ISO9797_M2, Signature.ALG_DES_MAC4_PKCS5, Signature.ALG_DES_MAC8_PKCS5,
        Signature.ALG_DES_MAC4_ISO9797_1_M2_ALG3, Signature.ALG_DES_MAC8_ISO9797_1_M2_ALG3,
        Signature.ALG_DES_MAC4_ISO9797_1_M1_ALG3, Signature.ALG_DES_MAC8_ISO9797_1_M1_ALG3,
    };
    private static final short BLOCK = 16;

    private final AESKey aes = (AESKey) KeyBuilder.buildKey(KeyBuilder.TYPE_AES, KeyBuilder.LENGTH_AES_128, false);
    private final AESKey otherAes = (AESKey) KeyBuilder.buildKey(KeyBuilder.TYPE_AES, KeyBuilder.LENGTH_AES_128, false);
    private final AESKey fleeting = (AESKey) KeyBuilder.buildKey(KeyBuilder.TYPE_AES_TRANSIENT_DESELECT, KeyBuilder.LENGTH_AES_128, false);
    private final DESKey des = (DESKey) KeyBuilder.buildKey(KeyBuilder.TYPE_DES, KeyBuilder.LENGTH_DES3_2KEY, false);
    private final KoreanSEEDKey seed = (KoreanSEEDKey) KeyBuilder.buildKey(KeyBuilder.TYPE_KOREAN_SEED, KeyBuilder.LENGTH_KOREAN_SEED_128, false);
    private final Cipher cbc = Cipher.getInstance(Cipher.ALG_AES_BLOCK_128_CBC_NOPAD, false);
    private final Cipher counter = Cipher.getInstance(AES_CTR, false);
    private final Cipher passing = Cipher.getInstance(Cipher.ALG_AES_BLOCK_128_CBC_NOPAD, false);
    private final Signature mac = Signature.getInstance(Signature.ALG_AES_MAC_128_NOPAD, false);
    private final byte[] iv = new byte[BLOCK];
    private final byte[] data = new byte[2 * BLOCK];
    private final byte[] first = JCSystem.makeTransientByteArray((short) 64, JCSystem.CLEAR_ON_RESET);
    private final byte[] second = JCSystem.makeTransientByteArray((short) 64, JCSystem.CLEAR_ON_RESET);

    Vectors() {
        byte[] value = new byte[BLOCK];
        for (short i = 0; i < BLOCK; i++) {
            value[i] = (byte) (i + 1);
            iv[i] = (byte) (0xF0 - i);
        }
        aes.setKey(value, (short) 0);
        des.setKey(value, (short) 0);
        seed.setKey(value, (short) 0);
        value[0] = 0x77;
        otherAes.setKey(value, (short) 0);
    }

    /** 14: objects with a vector, for the commands behind. */
    void init() {
        fleeting.setKey(iv, (short) 0);
        cbc.init(aes, Cipher.MODE_ENCRYPT, iv, (short) 0, BLOCK);
        counter.init(aes, Cipher.MODE_ENCRYPT, iv, (short) 0, BLOCK);
        mac.init(aes, Signature.MODE_SIGN, iv, (short) 0, BLOCK);
        passing.init(fleeting, Cipher.MODE_ENCRYPT);
        passing.update(data, (short) 0, BLOCK, first, (short) 0);
    }

    /** 15: a block of zeros in CBC, in counter mode and as a MAC; the reason why the key of a message that was begun has gone, 0: it has not. */
    short next(byte[] buffer) {
        Util.arrayFillNonAtomic(first, (short) 0, BLOCK, (byte) 0);
        cbc.doFinal(first, (short) 0, BLOCK, buffer, (short) 0);
        counter.doFinal(first, (short) 0, BLOCK, buffer, BLOCK);
        mac.sign(first, (short) 0, BLOCK, buffer, (short) 32);
        buffer[48] = 0;
        try {
            passing.doFinal(first, (short) 0, BLOCK, second, (short) 0);
        } catch (javacard.security.CryptoException e) {
            buffer[48] = (byte) e.getReason();
        }
        return 49;
    }

    void run() {
        for (short i = 0; i < CIPHERS.length; i++) {
            cipher(Cipher.getInstance(CIPHERS[i], false), Cipher.MODE_ENCRYPT, i < 5 ? aes : i < 9 ? (Key) des : seed, i < 5 || i == 9 ? BLOCK : 8);
        }
        cipher(Cipher.getInstance(Cipher.ALG_AES_BLOCK_128_CBC_NOPAD, false), Cipher.MODE_DECRYPT, aes, BLOCK);
        Cipher.OneShot once = Cipher.OneShot.open(Cipher.CIPHER_AES_CBC, Cipher.PAD_NOPAD);
        cipher(once, Cipher.MODE_ENCRYPT, aes, BLOCK);
        once.close();
        for (short i = 0; i < MACS.length; i++) {
            signature(Signature.getInstance(MACS[i], false), i == 0 ? aes : i == 1 ? (Key) seed : des, i < 2 ? BLOCK : 8);
        }
        Signature.OneShot single = Signature.OneShot.open((byte) 0, Signature.SIG_CIPHER_AES_MAC128, Cipher.PAD_NOPAD);
        signature(single, aes, BLOCK);
        single.close();
        abortedCipher();
        abortedSignature();
        abortedOthers();
        JCSystem.requestObjectDeletion();
    }

    /** The second message is made with a vector of zeros, as the one after an init without a vector. */
    private void cipher(Cipher cipher, byte mode, Key key, short vector) {
        cipher.init(key, mode);
        short length = cipher.doFinal(data, (short) 0, (short) 32, second, (short) 0);
        cipher.init(key, mode, iv, (short) 0, vector);
        Check.is(length, cipher.doFinal(data, (short) 0, (short) 32, first, (short) 0));
        Check.no(Util.arrayCompare(first, (short) 0, second, (short) 0, BLOCK) == 0);
        Check.is(length, cipher.doFinal(data, (short) 0, (short) 32, first, (short) 0));
        Check.same(second, (short) 0, first, (short) 0, length);
        Check.is(length, cipher.doFinal(data, (short) 0, (short) 32, first, (short) 0));
        Check.same(second, (short) 0, first, (short) 0, length);
        if (!(cipher instanceof Cipher.OneShot)) {
            // In parts: the vector is the message's, not the call's.
            cipher.init(key, mode, iv, (short) 0, vector);
            short done = cipher.update(data, (short) 0, BLOCK, first, (short) 0);
            cipher.doFinal(data, BLOCK, BLOCK, first, done);
            Check.no(Util.arrayCompare(first, (short) 0, second, (short) 0, BLOCK) == 0);
            done = cipher.update(data, (short) 0, BLOCK, first, (short) 0);
            cipher.doFinal(data, BLOCK, BLOCK, first, done);
            Check.same(second, (short) 0, first, (short) 0, length);
        }
    }

    private void signature(Signature signature, Key key, short vector) {
        signature.init(key, Signature.MODE_SIGN);
        short length = signature.sign(data, (short) 0, (short) 32, second, (short) 0);
        signature.init(key, Signature.MODE_SIGN, iv, (short) 0, vector);
        signature.sign(data, (short) 0, (short) 32, first, (short) 0);
        Check.no(Util.arrayCompare(first, (short) 0, second, (short) 0, length) == 0);
        signature.sign(data, (short) 0, (short) 32, first, (short) 20);
        Check.same(second, (short) 0, first, (short) 20, length);
        signature.init(key, Signature.MODE_VERIFY, iv, (short) 0, vector);
        Check.yes(signature.verify(data, (short) 0, (short) 32, first, (short) 0, length));
        Check.no(signature.verify(data, (short) 0, (short) 32, first, (short) 0, length));
        Check.yes(signature.verify(data, (short) 0, (short) 32, second, (short) 0, length));
    }

    private void abortedCipher() {
        // The message that was begun, with its key, goes on where init was undone.
        Cipher cipher = Cipher.getInstance(Cipher.ALG_AES_BLOCK_128_CBC_NOPAD, false);
        cipher.init(aes, Cipher.MODE_ENCRYPT, iv, (short) 0, BLOCK);
        cipher.doFinal(data, (short) 0, (short) 32, second, (short) 0);
        cipher.init(aes, Cipher.MODE_ENCRYPT, iv, (short) 0, BLOCK);
        cipher.update(data, (short) 0, BLOCK, first, (short) 0);
        JCSystem.beginTransaction();
        cipher.init(otherAes, Cipher.MODE_DECRYPT);
        cipher.update(data, (short) 0, BLOCK, first, (short) 32);
        JCSystem.abortTransaction();
        cipher.doFinal(data, BLOCK, BLOCK, first, BLOCK);
        Check.same(second, (short) 0, first, (short) 0, (short) 32);

        // So does the vector that no message has taken yet; a commit leaves the new key.
        cipher.init(aes, Cipher.MODE_ENCRYPT, iv, (short) 0, BLOCK);
        JCSystem.beginTransaction();
        cipher.init(otherAes, Cipher.MODE_ENCRYPT);
        cipher.doFinal(data, (short) 0, (short) 32, first, (short) 32);
        JCSystem.abortTransaction();
        cipher.doFinal(data, (short) 0, (short) 32, first, (short) 0);
        Check.same(second, (short) 0, first, (short) 0, (short) 32);
        JCSystem.beginTransaction();
        cipher.init(otherAes, Cipher.MODE_ENCRYPT);
        JCSystem.commitTransaction();
        cipher.doFinal(data, (short) 0, (short) 32, first, (short) 0);
        Check.same(first, (short) 32, first, (short) 0, (short) 32);

        // What becomes of a message is no part of a transaction.
        cipher.init(aes, Cipher.MODE_ENCRYPT, iv, (short) 0, BLOCK);
        JCSystem.beginTransaction();
        cipher.update(data, (short) 0, BLOCK, first, (short) 0);
        JCSystem.abortTransaction();
        cipher.doFinal(data, BLOCK, BLOCK, first, BLOCK);
        Check.same(second, (short) 0, first, (short) 0, (short) 32);
    }

    private void abortedSignature() {
        Signature signature = Signature.getInstance(Signature.ALG_AES_MAC_128_NOPAD, false);
        signature.init(aes, Signature.MODE_SIGN, iv, (short) 0, BLOCK);
        signature.sign(data, (short) 0, (short) 32, second, (short) 0);
        signature.init(aes, Signature.MODE_SIGN, iv, (short) 0, BLOCK);
        signature.update(data, (short) 0, BLOCK);
        JCSystem.beginTransaction();
        signature.init(otherAes, Signature.MODE_VERIFY);
        signature.update(data, (short) 0, BLOCK);
        JCSystem.abortTransaction();
        signature.sign(data, BLOCK, BLOCK, first, (short) 0);
        Check.same(second, (short) 0, first, (short) 0, BLOCK);
    }

    private void abortedOthers() {
        Checksum checksum = Checksum.getInstance(Checksum.ALG_ISO3309_CRC16, false);
        checksum.init(iv, (short) 0, (short) 2);
        checksum.doFinal(data, (short) 0, BLOCK, second, (short) 0);
        checksum.init(iv, (short) 0, (short) 2);
        JCSystem.beginTransaction();
        checksum.init(iv, (short) 2, (short) 2);
        checksum.update(data, (short) 0, BLOCK);
        JCSystem.abortTransaction();
        checksum.doFinal(data, (short) 0, BLOCK, first, (short) 0);
        Check.same(second, (short) 0, first, (short) 0, (short) 2);

        AEADCipher gcm = (AEADCipher) Cipher.getInstance(AEADCipher.ALG_AES_GCM, false);
        gcm.init(aes, Cipher.MODE_ENCRYPT, iv, (short) 0, (short) 12);
        gcm.doFinal(data, (short) 0, (short) 32, second, (short) 0);
        gcm.init(aes, Cipher.MODE_ENCRYPT, iv, (short) 0, (short) 12);
        JCSystem.beginTransaction();
        gcm.init(otherAes, Cipher.MODE_ENCRYPT, iv, (short) 1, (short) 12);
        gcm.doFinal(data, (short) 0, (short) 32, first, (short) 0);
        JCSystem.abortTransaction();
        gcm.doFinal(data, (short) 0, (short) 32, first, (short) 0);
        Check.same(second, (short) 0, first, (short) 0, (short) 32);
    }
}
