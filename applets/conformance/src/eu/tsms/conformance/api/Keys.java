package eu.tsms.conformance.api;

import javacard.framework.JCSystem;
import javacard.framework.Util;
import javacard.security.AESKey;
import javacard.security.CryptoException;
import javacard.security.DESKey;
import javacard.security.DHKey;
import javacard.security.DHPrivateKey;
import javacard.security.DHPublicKey;
import javacard.security.DSAKey;
import javacard.security.DSAPrivateKey;
import javacard.security.DSAPublicKey;
import javacard.security.ECKey;
import javacard.security.ECPrivateKey;
import javacard.security.ECPublicKey;
import javacard.security.HMACKey;
import javacard.security.Key;
import javacard.security.KeyBuilder;
import javacard.security.KeyPair;
import javacard.security.KoreanSEEDKey;
import javacard.security.PrivateKey;
import javacard.security.PublicKey;
import javacard.security.RSAPrivateCrtKey;
import javacard.security.RSAPrivateKey;
import javacard.security.RSAPublicKey;
import javacard.security.SecretKey;
import javacardx.crypto.Cipher;
import javacardx.crypto.KeyEncryption;

/** Every method of every kind of key: what is set comes back, what is not set is told, cleared keys are not initialized. */
final class Keys {
    private static byte[] in;
    private static byte[] out;

    private Keys() {
    }

    static void run() {
        in = JCSystem.makeTransientByteArray((short) 260, JCSystem.CLEAR_ON_DESELECT);
        out = JCSystem.makeTransientByteArray((short) 260, JCSystem.CLEAR_ON_DESELECT);
        for (short i = 0; i < in.length; i++) {
            in[i] = (byte) (i + 1);
        }
        in[0] = 4; // so points begin
        symmetric();
        rsa();
        curve();
        curveKeys();
        groups();
        general();
        encrypted();
    }

    /** What a getter answered is the input from its beginning. */
    private static void back(short wanted, short length) {
        Check.is(wanted, length);
        Check.same(in, (short) 0, out, (short) 0, wanted);
        Util.arrayFillNonAtomic(out, (short) 0, (short) out.length, (byte) 0);
    }

    private static void symmetric() {
        DESKey des = (DESKey) KeyBuilder.buildKey(KeyBuilder.TYPE_DES, KeyBuilder.LENGTH_DES3_2KEY, false);
        Check.no(des.isInitialized());
        try {
            des.getKey(out, (short) 0);
            Check.never();
        } catch (CryptoException e) {
            Check.is(CryptoException.UNINITIALIZED_KEY, e.getReason());
        }
        des.setKey(in, (short) 0);
        back((short) 16, des.getKey(out, (short) 0));
        Check.is(KeyBuilder.LENGTH_DES3_2KEY, des.getSize());
        Check.is(KeyBuilder.TYPE_DES, des.getType());
        des.clearKey();
        Check.no(des.isInitialized());
        AESKey aes = (AESKey) KeyBuilder.buildKey(KeyBuilder.ALG_TYPE_AES, JCSystem.MEMORY_TYPE_TRANSIENT_RESET, KeyBuilder.LENGTH_AES_256, false);
        aes.setKey(in, (short) 0);
        back((short) 32, aes.getKey(out, (short) 0));
        Check.is(KeyBuilder.LENGTH_AES_256, aes.getSize());
        Check.is(KeyBuilder.TYPE_AES_TRANSIENT_RESET, aes.getType());
        Check.yes(aes.isInitialized());
        aes.clearKey();
        KoreanSEEDKey seed = (KoreanSEEDKey) KeyBuilder.buildKey(KeyBuilder.TYPE_KOREAN_SEED, KeyBuilder.LENGTH_KOREAN_SEED_128, false);
        seed.setKey(in, (short) 0);
        back((short) 16, seed.getKey(out, (short) 0));
        Check.is(KeyBuilder.LENGTH_KOREAN_SEED_128, seed.getSize());
        Check.is(KeyBuilder.TYPE_KOREAN_SEED, seed.getType());
        Check.yes(seed.isInitialized());
        seed.clearKey();
        HMACKey hmac = (HMACKey) KeyBuilder.buildKey(KeyBuilder.TYPE_HMAC, KeyBuilder.LENGTH_HMAC_SHA_256_BLOCK_64, false);
        hmac.setKey(in, (short) 0, (short) 20);
        back((short) 20, hmac.getKey(out, (short) 0));
        Check.is(KeyBuilder.LENGTH_HMAC_SHA_256_BLOCK_64, hmac.getSize());
        Check.is(KeyBuilder.TYPE_HMAC, hmac.getType());
        Check.yes(hmac.isInitialized());
        hmac.clearKey();
        SecretKey secret = aes;
        Check.no(secret.isInitialized());
        Check.is(KeyBuilder.LENGTH_AES_256, secret.getSize());
        Check.is(KeyBuilder.TYPE_AES_TRANSIENT_RESET, secret.getType());
        secret.clearKey();
    }

    private static void rsa() {
        RSAPublicKey open = (RSAPublicKey) KeyBuilder.buildKey(KeyBuilder.TYPE_RSA_PUBLIC, KeyBuilder.LENGTH_RSA_1024, false);
        open.setModulus(in, (short) 0, (short) 128);
        Check.no(open.isInitialized());
        open.setExponent(in, (short) 0, (short) 3);
        Check.yes(open.isInitialized());
        back((short) 128, open.getModulus(out, (short) 0));
        back((short) 3, open.getExponent(out, (short) 0));
        Check.is(KeyBuilder.LENGTH_RSA_1024, open.getSize());
        Check.is(KeyBuilder.TYPE_RSA_PUBLIC, open.getType());
        open.clearKey();
        RSAPrivateKey own = (RSAPrivateKey) KeyBuilder.buildKey(KeyBuilder.TYPE_RSA_PRIVATE, KeyBuilder.LENGTH_RSA_1024, false);
        own.setModulus(in, (short) 0, (short) 128);
        own.setExponent(in, (short) 0, (short) 128);
        Check.yes(own.isInitialized());
        back((short) 128, own.getModulus(out, (short) 0));
        back((short) 128, own.getExponent(out, (short) 0));
        Check.is(KeyBuilder.LENGTH_RSA_1024, own.getSize());
        Check.is(KeyBuilder.TYPE_RSA_PRIVATE, own.getType());
        own.clearKey();
        RSAPrivateCrtKey crt = (RSAPrivateCrtKey) KeyBuilder.buildKey(KeyBuilder.TYPE_RSA_CRT_PRIVATE, KeyBuilder.LENGTH_RSA_1024, false);
        crt.setP(in, (short) 0, (short) 64);
        crt.setQ(in, (short) 0, (short) 63);
        crt.setPQ(in, (short) 0, (short) 62);
        crt.setDP1(in, (short) 0, (short) 61);
        Check.no(crt.isInitialized());
        crt.setDQ1(in, (short) 0, (short) 60);
        Check.yes(crt.isInitialized());
        back((short) 64, crt.getP(out, (short) 0));
        back((short) 63, crt.getQ(out, (short) 0));
        back((short) 62, crt.getPQ(out, (short) 0));
        back((short) 61, crt.getDP1(out, (short) 0));
        back((short) 60, crt.getDQ1(out, (short) 0));
        Check.is(KeyBuilder.LENGTH_RSA_1024, crt.getSize());
        Check.is(KeyBuilder.TYPE_RSA_CRT_PRIVATE, crt.getType());
        crt.clearKey();
        Check.no(crt.isInitialized());
    }

    private static void curve() {
        ECKey curve = (ECKey) KeyBuilder.buildKey(KeyBuilder.ALG_TYPE_EC_FP_PARAMETERS, JCSystem.MEMORY_TYPE_PERSISTENT, KeyBuilder.LENGTH_EC_FP_256, false);
        curve.setFieldFP(in, (short) 0, (short) 32);
        curve.setA(in, (short) 0, (short) 31);
        curve.setB(in, (short) 0, (short) 30);
        curve.setG(in, (short) 0, (short) 65);
        curve.setR(in, (short) 0, (short) 29);
        curve.setK((short) 4);
        back((short) 32, curve.getField(out, (short) 0));
        back((short) 31, curve.getA(out, (short) 0));
        back((short) 30, curve.getB(out, (short) 0));
        back((short) 65, curve.getG(out, (short) 0));
        back((short) 29, curve.getR(out, (short) 0));
        Check.is((short) 4, curve.getK());
        ECKey other = (ECKey) KeyBuilder.buildKey(KeyBuilder.ALG_TYPE_EC_FP_PARAMETERS, JCSystem.MEMORY_TYPE_PERSISTENT, KeyBuilder.LENGTH_EC_FP_256, false);
        other.copyDomainParametersFrom(curve);
        back((short) 65, other.getG(out, (short) 0));
        ECKey binary = (ECKey) KeyBuilder.buildKey(KeyBuilder.TYPE_EC_F2M_PUBLIC, KeyBuilder.LENGTH_EC_F2M_113, false);
        binary.setFieldF2M((short) 9);
        Check.is((short) 15, binary.getField(out, (short) 0));
        Check.is((short) 2, out[13]);
        binary.setFieldF2M((short) 8, (short) 3, (short) 2);
        Check.is((short) 15, binary.getField(out, (short) 0));
        Check.is((short) 0x0D, out[14]);
        ECPublicKey point = (ECPublicKey) KeyBuilder.buildKeyWithSharedDomain(KeyBuilder.ALG_TYPE_EC_FP_PUBLIC, JCSystem.MEMORY_TYPE_PERSISTENT, (Key) curve, false);
        back((short) 31, point.getA(out, (short) 0));
        try {
            curve.setFieldF2M((short) 9);
            Check.never();
        } catch (CryptoException e) {
            Check.is(CryptoException.NO_SUCH_ALGORITHM, e.getReason());
        }
    }

    private static void curveKeys() {
        ECPublicKey open = (ECPublicKey) KeyBuilder.buildKey(KeyBuilder.TYPE_EC_FP_PUBLIC, KeyBuilder.LENGTH_EC_FP_256, false);
        open.setFieldFP(in, (short) 0, (short) 32);
        open.setA(in, (short) 0, (short) 31);
        open.setB(in, (short) 0, (short) 30);
        open.setG(in, (short) 0, (short) 65);
        open.setR(in, (short) 0, (short) 29);
        open.setK((short) 4);
        back((short) 32, open.getField(out, (short) 0));
        back((short) 31, open.getA(out, (short) 0));
        back((short) 30, open.getB(out, (short) 0));
        back((short) 65, open.getG(out, (short) 0));
        back((short) 29, open.getR(out, (short) 0));
        Check.is((short) 4, open.getK());
        Check.no(open.isInitialized());
        open.setW(in, (short) 0, (short) 65);
        Check.yes(open.isInitialized());
        back((short) 65, open.getW(out, (short) 0));
        Check.is(KeyBuilder.LENGTH_EC_FP_256, open.getSize());
        Check.is(KeyBuilder.TYPE_EC_FP_PUBLIC, open.getType());
        ECPrivateKey own = (ECPrivateKey) KeyBuilder.buildKey(KeyBuilder.TYPE_EC_FP_PRIVATE, KeyBuilder.LENGTH_EC_FP_256, false);
        own.setFieldFP(in, (short) 0, (short) 32);
        own.setA(in, (short) 0, (short) 31);
        own.setB(in, (short) 0, (short) 30);
        own.setG(in, (short) 0, (short) 65);
        own.setR(in, (short) 0, (short) 29);
        own.setK((short) 4);
        back((short) 32, own.getField(out, (short) 0));
        back((short) 31, own.getA(out, (short) 0));
        back((short) 30, own.getB(out, (short) 0));
        back((short) 65, own.getG(out, (short) 0));
        back((short) 29, own.getR(out, (short) 0));
        Check.is((short) 4, own.getK());
        own.setS(in, (short) 0, (short) 32);
        Check.yes(own.isInitialized());
        back((short) 32, own.getS(out, (short) 0));
        Check.is(KeyBuilder.LENGTH_EC_FP_256, own.getSize());
        Check.is(KeyBuilder.TYPE_EC_FP_PRIVATE, own.getType());
        own.clearKey();
        Check.no(own.isInitialized());
        ECPrivateKey copy = (ECPrivateKey) KeyBuilder.buildKey(KeyBuilder.TYPE_EC_FP_PRIVATE, KeyBuilder.LENGTH_EC_FP_256, false);
        copy.copyDomainParametersFrom(open);
        back((short) 30, copy.getB(out, (short) 0));
        open.clearKey();
        open.copyDomainParametersFrom(copy);
        ECPublicKey binary = (ECPublicKey) KeyBuilder.buildKey(KeyBuilder.TYPE_EC_F2M_PUBLIC, KeyBuilder.LENGTH_EC_F2M_113, false);
        binary.setFieldF2M((short) 9);
        Check.is((short) 15, binary.getField(out, (short) 0));
        Check.is((short) 2, out[13]);
        binary.setFieldF2M((short) 8, (short) 3, (short) 2);
        Check.is((short) 15, binary.getField(out, (short) 0));
        Check.is((short) 0x0D, out[14]);
        ECPrivateKey binaryOwn = (ECPrivateKey) KeyBuilder.buildKey(KeyBuilder.TYPE_EC_F2M_PRIVATE, KeyBuilder.LENGTH_EC_F2M_113, false);
        binaryOwn.setFieldF2M((short) 9);
        Check.is((short) 15, binaryOwn.getField(out, (short) 0));
        Check.is((short) 2, out[13]);
        binaryOwn.setFieldF2M((short) 8, (short) 3, (short) 2);
        Check.is((short) 15, binaryOwn.getField(out, (short) 0));
        Check.is((short) 0x0D, out[14]);
    }

    private static void groups() {
        DSAKey dsa = (DSAKey) KeyBuilder.buildKey(KeyBuilder.ALG_TYPE_DSA_PARAMETERS, JCSystem.MEMORY_TYPE_PERSISTENT, KeyBuilder.LENGTH_DSA_1024, false);
        dsa.setP(in, (short) 0, (short) 128);
        dsa.setQ(in, (short) 0, (short) 20);
        dsa.setG(in, (short) 0, (short) 127);
        back((short) 128, dsa.getP(out, (short) 0));
        back((short) 20, dsa.getQ(out, (short) 0));
        back((short) 127, dsa.getG(out, (short) 0));
        DSAPublicKey dsaOpen = (DSAPublicKey) KeyBuilder.buildKey(KeyBuilder.TYPE_DSA_PUBLIC, KeyBuilder.LENGTH_DSA_1024, false);
        dsaOpen.setP(in, (short) 0, (short) 128);
        dsaOpen.setQ(in, (short) 0, (short) 20);
        dsaOpen.setG(in, (short) 0, (short) 127);
        back((short) 128, dsaOpen.getP(out, (short) 0));
        back((short) 20, dsaOpen.getQ(out, (short) 0));
        back((short) 127, dsaOpen.getG(out, (short) 0));
        Check.no(dsaOpen.isInitialized());
        dsaOpen.setY(in, (short) 0, (short) 100);
        Check.yes(dsaOpen.isInitialized());
        back((short) 100, dsaOpen.getY(out, (short) 0));
        Check.is((short) 1024, dsaOpen.getSize());
        Check.is(KeyBuilder.TYPE_DSA_PUBLIC, dsaOpen.getType());
        dsaOpen.clearKey();
        Check.no(dsaOpen.isInitialized());
        DSAPrivateKey dsaOwn = (DSAPrivateKey) KeyBuilder.buildKey(KeyBuilder.TYPE_DSA_PRIVATE, KeyBuilder.LENGTH_DSA_1024, false);
        dsaOwn.setP(in, (short) 0, (short) 128);
        dsaOwn.setQ(in, (short) 0, (short) 20);
        dsaOwn.setG(in, (short) 0, (short) 127);
        back((short) 128, dsaOwn.getP(out, (short) 0));
        back((short) 20, dsaOwn.getQ(out, (short) 0));
        back((short) 127, dsaOwn.getG(out, (short) 0));
        Check.no(dsaOwn.isInitialized());
        dsaOwn.setX(in, (short) 0, (short) 20);
        Check.yes(dsaOwn.isInitialized());
        back((short) 20, dsaOwn.getX(out, (short) 0));
        Check.is((short) 1024, dsaOwn.getSize());
        Check.is(KeyBuilder.TYPE_DSA_PRIVATE, dsaOwn.getType());
        dsaOwn.clearKey();
        Check.no(dsaOwn.isInitialized());
        DHKey dh = (DHKey) KeyBuilder.buildKey(KeyBuilder.ALG_TYPE_DH_PARAMETERS, JCSystem.MEMORY_TYPE_PERSISTENT, KeyBuilder.LENGTH_DH_1024, false);
        dh.setP(in, (short) 0, (short) 128);
        dh.setQ(in, (short) 0, (short) 20);
        dh.setG(in, (short) 0, (short) 127);
        back((short) 128, dh.getP(out, (short) 0));
        back((short) 20, dh.getQ(out, (short) 0));
        back((short) 127, dh.getG(out, (short) 0));
        DHPublicKey dhOpen = (DHPublicKey) KeyBuilder.buildKey(KeyBuilder.ALG_TYPE_DH_PUBLIC, JCSystem.MEMORY_TYPE_PERSISTENT, KeyBuilder.LENGTH_DH_1024, false);
        dhOpen.setP(in, (short) 0, (short) 128);
        dhOpen.setQ(in, (short) 0, (short) 20);
        dhOpen.setG(in, (short) 0, (short) 127);
        back((short) 128, dhOpen.getP(out, (short) 0));
        back((short) 20, dhOpen.getQ(out, (short) 0));
        back((short) 127, dhOpen.getG(out, (short) 0));
        Check.no(dhOpen.isInitialized());
        dhOpen.setY(in, (short) 0, (short) 100);
        Check.yes(dhOpen.isInitialized());
        back((short) 100, dhOpen.getY(out, (short) 0));
        Check.is((short) 1024, dhOpen.getSize());
        Check.is(KeyBuilder.TYPE_DH_PUBLIC, dhOpen.getType());
        dhOpen.clearKey();
        Check.no(dhOpen.isInitialized());
        DHPrivateKey dhOwn = (DHPrivateKey) KeyBuilder.buildKey(KeyBuilder.ALG_TYPE_DH_PRIVATE, JCSystem.MEMORY_TYPE_PERSISTENT, KeyBuilder.LENGTH_DH_1024, false);
        dhOwn.setP(in, (short) 0, (short) 128);
        dhOwn.setQ(in, (short) 0, (short) 20);
        dhOwn.setG(in, (short) 0, (short) 127);
        back((short) 128, dhOwn.getP(out, (short) 0));
        back((short) 20, dhOwn.getQ(out, (short) 0));
        back((short) 127, dhOwn.getG(out, (short) 0));
        Check.no(dhOwn.isInitialized());
        dhOwn.setX(in, (short) 0, (short) 100);
        Check.yes(dhOwn.isInitialized());
        back((short) 100, dhOwn.getX(out, (short) 0));
        Check.is((short) 1024, dhOwn.getSize());
        Check.is(KeyBuilder.TYPE_DH_PRIVATE, dhOwn.getType());
        dhOwn.clearKey();
        Check.no(dhOwn.isInitialized());
    }

    private static void general() {
        KeyPair pair = new KeyPair(KeyPair.ALG_EC_FP, KeyBuilder.LENGTH_EC_FP_256);
        pair.genKeyPair();
        PublicKey open = pair.getPublic();
        PrivateKey own = pair.getPrivate();
        Check.yes(open.isInitialized());
        Check.yes(own.isInitialized());
        Check.is(KeyBuilder.LENGTH_EC_FP_256, open.getSize());
        Check.is(KeyBuilder.LENGTH_EC_FP_256, own.getSize());
        Check.is(KeyBuilder.TYPE_EC_FP_PUBLIC, open.getType());
        Check.is(KeyBuilder.TYPE_EC_FP_PRIVATE, own.getType());
        KeyPair same = new KeyPair(open, own);
        Check.yes(same.getPublic() == open);
        Check.yes(same.getPrivate() == own);
        open.clearKey();
        own.clearKey();
        Key key = own;
        Check.no(key.isInitialized());
        Check.is(KeyBuilder.LENGTH_EC_FP_256, key.getSize());
        Check.is(KeyBuilder.TYPE_EC_FP_PRIVATE, key.getType());
        key.clearKey();
        for (short i = 0; i < 3; i++) {
            try {
                if (i == 0) {
                    KeyBuilder.buildKey((byte) 99, (short) 128, false);
                } else if (i == 1) {
                    KeyBuilder.buildKey(KeyBuilder.TYPE_AES, (short) 129, false);
                } else {
                    new KeyPair((byte) 99, (short) 1024);
                }
                Check.never();
            } catch (CryptoException e) {
                Check.is(CryptoException.NO_SUCH_ALGORITHM, e.getReason());
            }
        }
    }

    /** A key that deciphers what it is given. */
    private static void encrypted() {
        AESKey transport = (AESKey) KeyBuilder.buildKey(KeyBuilder.TYPE_AES, KeyBuilder.LENGTH_AES_128, false);
        transport.setKey(in, (short) 100);
        Cipher cipher = Cipher.getInstance(Cipher.ALG_AES_BLOCK_128_ECB_NOPAD, false);
        cipher.init(transport, Cipher.MODE_ENCRYPT);
        byte[] hidden = new byte[32];
        cipher.doFinal(in, (short) 0, (short) 32, hidden, (short) 0);
        cipher.init(transport, Cipher.MODE_DECRYPT);
        AESKey key = (AESKey) KeyBuilder.buildKey(KeyBuilder.TYPE_AES, KeyBuilder.LENGTH_AES_256, true);
        KeyEncryption encryption = (KeyEncryption) key;
        Check.yes(encryption.getKeyCipher() == null);
        key.setKey(hidden, (short) 0);
        Check.is((short) 32, key.getKey(out, (short) 0));
        Check.same(hidden, (short) 0, out, (short) 0, (short) 32);
        encryption.setKeyCipher(cipher);
        Check.yes(encryption.getKeyCipher() == cipher);
        key.setKey(hidden, (short) 0);
        back((short) 32, key.getKey(out, (short) 0));
        RSAPrivateKey rsa = (RSAPrivateKey) KeyBuilder.buildKey(KeyBuilder.TYPE_RSA_PRIVATE, KeyBuilder.LENGTH_RSA_512, true);
        ((KeyEncryption) rsa).setKeyCipher(cipher);
        rsa.setExponent(hidden, (short) 0, (short) 32);
        back((short) 32, rsa.getExponent(out, (short) 0));
        ((KeyEncryption) rsa).setKeyCipher(null);
        rsa.setExponent(in, (short) 0, (short) 16);
        back((short) 16, rsa.getExponent(out, (short) 0));
    }
}
