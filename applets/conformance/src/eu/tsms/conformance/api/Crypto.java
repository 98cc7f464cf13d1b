package eu.tsms.conformance.api;

import javacard.framework.APDU;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import javacard.framework.Util;
import javacard.security.AESKey;
import javacard.security.Checksum;
import javacard.security.CryptoException;
import javacard.security.DESKey;
import javacard.security.DHPrivateKey;
import javacard.security.DSAPrivateKey;
import javacard.security.DSAPublicKey;
import javacard.security.ECKey;
import javacard.security.ECPrivateKey;
import javacard.security.ECPublicKey;
import javacard.security.HMACKey;
import javacard.security.InitializedMessageDigest;
import javacard.security.Key;
import javacard.security.KeyAgreement;
import javacard.security.KeyBuilder;
import javacard.security.KoreanSEEDKey;
import javacard.security.MessageDigest;
import javacard.security.PrivateKey;
import javacard.security.RSAPrivateKey;
import javacard.security.RSAPublicKey;
import javacard.security.RandomData;
import javacard.security.Signature;
import javacard.security.SignatureMessageRecovery;
import javacardx.crypto.AEADCipher;
import javacardx.crypto.Cipher;

/**
 * Cryptography with keys and data of the host. Data are LVs (two bytes of length each). 20: a key of type P1 (bits, then its parts, into place P2) · 21 digest P1, P2 1: in two parts,
 * 2: OneShot, 3: goes on from a state · 22 random P1 · 23 signature P1 with key P2 · 24 is it one · 25, 26 the same of a hash · 27 cipher P1 with key P2, mode, iv, data · 28 AEAD ·
 * 29 agreement P1 with key P2 · 2A checksum P1 · 2B, 2C recovery · 2D signature of cipher, digest, padding · 2E OneShot signature. A CryptoException is 6C and its reason.
 */
final class Crypto {
    private final Key[] keys = new Key[4];
    private final byte[] out = JCSystem.makeTransientByteArray((short) 300, JCSystem.CLEAR_ON_RESET);
    private byte[] in;
    private short at;
    private short length;

    void process(APDU apdu) {
        in = null;
        byte[] buffer = apdu.getBuffer();
        byte p1 = buffer[ISO7816.OFFSET_P1];
        byte p2 = buffer[ISO7816.OFFSET_P2];
        byte ins = buffer[ISO7816.OFFSET_INS];
        short count = apdu.setIncomingAndReceive();
        short cdata = apdu.getOffsetCdata();
        in = JCSystem.makeTransientByteArray((short) (count + 2), JCSystem.CLEAR_ON_DESELECT);
        Util.arrayCopyNonAtomic(buffer, cdata, in, (short) 0, count);
        at = (short) -1;
        length = 0;
        short answer;
        try {
            answer = run(ins, p1, p2);
        } catch (CryptoException e) {
            answer = 0;
            ISOException.throwIt((short) (0x6C00 | e.getReason()));
        }
        in = null;
        JCSystem.requestObjectDeletion();
        apdu.setOutgoing();
        apdu.setOutgoingLength(answer);
        apdu.sendBytesLong(out, (short) 0, answer);
    }

    /** Goes to the next part of the data. */
    private void next() {
        short from = at < 0 ? 0 : (short) (at + length);
        length = Util.getShort(in, from);
        at = (short) (from + 2);
    }

    private short run(byte ins, byte p1, byte p2) {
        next();
        switch (ins) {
            case 0x20:
                keys[p2] = key(p1);
                return 0;
            case 0x21:
                return digest(p1, p2);
            case 0x22:
                return random(p1, p2);
            case 0x23:
                return sign(Signature.getInstance(p1, false), keys[p2]);
            case 0x24:
                return verify(Signature.getInstance(p1, false), keys[p2]);
            case 0x25: {
                Signature signature = Signature.getInstance(p1, false);
                signature.init(keys[p2], Signature.MODE_SIGN);
                return signature.signPreComputedHash(in, at, length, out, (short) 0);
            }
            case 0x26: {
                Signature signature = Signature.getInstance(p1, false);
                signature.init(keys[p2], Signature.MODE_VERIFY);
                short hash = at;
                short size = length;
                next();
                out[0] = signature.verifyPreComputedHash(in, hash, size, in, at, length) ? (byte) 1 : (byte) 0;
                return 1;
            }
            case 0x27:
                return cipher(p1, keys[p2]);
            case 0x28:
                return aead(p1, keys[p2]);
            case 0x29: {
                KeyAgreement agreement = KeyAgreement.getInstance(p1, false);
                Check.is(p1, agreement.getAlgorithm());
                agreement.init((PrivateKey) keys[p2]);
                return agreement.generateSecret(in, at, length, out, (short) 0);
            }
            case 0x2A: {
                Checksum checksum = Checksum.getInstance(p1, false);
                if (p2 != 0) {
                    checksum.init(in, at, p2);
                    at += p2;
                    length -= p2;
                }
                checksum.update(in, at, (short) 1);
                out[8] = checksum.getAlgorithm();
                return checksum.doFinal(in, (short) (at + 1), (short) (length - 1), out, (short) 0);
            }
            case 0x2B:
                return recoverable(p1, keys[p2]);
            case 0x2C:
                return recover(p1, keys[p2]);
            case 0x2D:
                return combined(p1, keys[p2]);
            case 0x2E:
                return oneShot(p1, keys[p2]);
            default:
                ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
                return 0;
        }
    }

    private Key key(byte type) {
        Key key = KeyBuilder.buildKey(type, Util.getShort(in, at), false);
        next();
        switch (type) {
            case KeyBuilder.TYPE_AES:
                ((AESKey) key).setKey(in, at);
                break;
            case KeyBuilder.TYPE_DES:
                ((DESKey) key).setKey(in, at);
                break;
            case KeyBuilder.TYPE_KOREAN_SEED:
                ((KoreanSEEDKey) key).setKey(in, at);
                break;
            case KeyBuilder.TYPE_HMAC:
                ((HMACKey) key).setKey(in, at, length);
                break;
            case KeyBuilder.TYPE_RSA_PUBLIC:
                ((RSAPublicKey) key).setModulus(in, at, length);
                next();
                ((RSAPublicKey) key).setExponent(in, at, length);
                break;
            case KeyBuilder.TYPE_RSA_PRIVATE:
                ((RSAPrivateKey) key).setModulus(in, at, length);
                next();
                ((RSAPrivateKey) key).setExponent(in, at, length);
                break;
            case KeyBuilder.TYPE_EC_FP_PUBLIC:
                curve((ECKey) key);
                ((ECPublicKey) key).setW(in, at, length);
                break;
            case KeyBuilder.TYPE_EC_FP_PRIVATE:
                curve((ECKey) key);
                ((ECPrivateKey) key).setS(in, at, length);
                break;
            case KeyBuilder.TYPE_DSA_PRIVATE:
            case KeyBuilder.TYPE_DSA_PUBLIC:
                dsa(key, type);
                break;
            default: {
                DHPrivateKey dh = (DHPrivateKey) key;
                dh.setP(in, at, length);
                next();
                dh.setG(in, at, length);
                next();
                dh.setX(in, at, length);
                break;
            }
        }
        return key;
    }

    private void curve(ECKey key) {
        key.setFieldFP(in, at, length);
        next();
        key.setA(in, at, length);
        next();
        key.setB(in, at, length);
        next();
        key.setG(in, at, length);
        next();
        key.setR(in, at, length);
        key.setK((short) 1);
        next();
    }

    private void dsa(Key key, byte type) {
        javacard.security.DSAKey dsa = (javacard.security.DSAKey) key;
        dsa.setP(in, at, length);
        next();
        dsa.setQ(in, at, length);
        next();
        dsa.setG(in, at, length);
        next();
        if (type == KeyBuilder.TYPE_DSA_PRIVATE) {
            ((DSAPrivateKey) key).setX(in, at, length);
        } else {
            ((DSAPublicKey) key).setY(in, at, length);
        }
    }

    private short digest(byte algorithm, byte how) {
        if (how == 2) {
            MessageDigest.OneShot once = MessageDigest.OneShot.open(algorithm);
            try {
                return once.doFinal(in, at, length, out, (short) 0);
            } finally {
                once.close();
            }
        }
        if (how == 4) {
            InitializedMessageDigest.OneShot once = InitializedMessageDigest.OneShot.open(algorithm);
            try {
                return once.doFinal(in, at, length, out, (short) 0);
            } finally {
                once.close();
            }
        }
        if (how == 3) {
            InitializedMessageDigest digest = MessageDigest.getInitializedMessageDigestInstance(algorithm, false);
            short state = at;
            short size = length;
            next();
            short count = at;
            short countSize = length;
            next();
            digest.setInitialDigest(in, state, size, in, count, countSize);
            return digest.doFinal(in, at, length, out, (short) 0);
        }
        MessageDigest digest = MessageDigest.getInstance(algorithm, false);
        if (how == 1) {
            digest.update(in, at, length);
            digest.reset();
            digest.update(in, at, (short) 1);
            at++;
            length--;
        }
        short answer = digest.doFinal(in, at, length, out, (short) 0);
        return digest.getLength() == answer && digest.getAlgorithm() == algorithm ? answer : 0;
    }

    private short random(byte algorithm, byte how) {
        if (how == 1) {
            RandomData.OneShot once = RandomData.OneShot.open(algorithm);
            once.nextBytes(out, (short) 0, (short) 16);
            once.close();
            return 16;
        }
        RandomData random = RandomData.getInstance(algorithm);
        if (algorithm != RandomData.ALG_TRNG) {
            random.setSeed(in, at, length);
        }
        random.generateData(out, (short) 0, (short) 8);
        short end = random.nextBytes(out, (short) 8, (short) 8);
        return random.getAlgorithm() == algorithm ? end : 0;
    }

    private short sign(Signature signature, Key key) {
        if (length == 0) {
            signature.init(key, Signature.MODE_SIGN);
        } else {
            signature.init(key, Signature.MODE_SIGN, in, at, length);
        }
        next();
        signature.update(in, at, (short) 1);
        short size = signature.getLength();
        short answer = signature.sign(in, (short) (at + 1), (short) (length - 1), out, (short) 0);
        return answer <= size ? answer : 0;
    }

    private short verify(Signature signature, Key key) {
        if (length == 0) {
            signature.init(key, Signature.MODE_VERIFY);
        } else {
            signature.init(key, Signature.MODE_VERIFY, in, at, length);
        }
        next();
        short data = at;
        short size = length;
        next();
        signature.update(in, data, (short) 1);
        out[0] = signature.verify(in, (short) (data + 1), (short) (size - 1), in, at, length) ? (byte) 1 : (byte) 0;
        out[1] = signature.getAlgorithm();
        return 2;
    }

    private short combined(byte digest, Key key) {
        byte cipherAlgorithm = (byte) Util.getShort(in, at);
        byte padding = (byte) Util.getShort(in, (short) (at + 2));
        Signature signature = Signature.getInstance(digest, cipherAlgorithm, padding, false);
        next();
        boolean right = signature.getMessageDigestAlgorithm() == digest && signature.getCipherAlgorithm() == cipherAlgorithm
            && signature.getPaddingAlgorithm() == padding;
        signature.init(key, Signature.MODE_SIGN);
        return right ? signature.sign(in, at, length, out, (short) 0) : 0;
    }

    private short oneShot(byte digest, Key key) {
        byte cipherAlgorithm = (byte) Util.getShort(in, at);
        byte padding = (byte) Util.getShort(in, (short) (at + 2));
        next();
        Signature.OneShot once = Signature.OneShot.open(digest, cipherAlgorithm, padding);
        try {
            once.init(key, Signature.MODE_SIGN);
            return once.sign(in, at, length, out, (short) 0);
        } finally {
            once.close();
        }
    }

    /** Mode (bit 80: OneShot, 40: by the three constants, 20: in parts of 16), iv, data. */
    private short cipher(byte algorithm, Key key) {
        byte how = in[at];
        byte mode = (byte) (how & 0x0F);
        next();
        short iv = at;
        short ivLength = length;
        Cipher cipher;
        if ((how & 0xC0) != 0) {
            next();
            byte padding = in[at];
            cipher = (how & 0x80) != 0 ? Cipher.OneShot.open(algorithm, padding) : Cipher.getInstance(algorithm, padding, false);
            if (cipher.getCipherAlgorithm() != algorithm || cipher.getPaddingAlgorithm() != padding) {
                return 0;
            }
        } else {
            cipher = Cipher.getInstance(algorithm, false);
            if (cipher.getAlgorithm() != algorithm) {
                return 0;
            }
        }
        if (ivLength == 0) {
            cipher.init(key, mode);
        } else {
            cipher.init(key, mode, in, iv, ivLength);
        }
        next();
        short done = 0;
        if ((how & 0x20) != 0) {
            done = cipher.update(in, at, (short) 16, out, (short) 0);
            at += 16;
            length -= 16;
        }
        done += cipher.doFinal(in, at, length, out, done);
        if ((how & 0x80) != 0) {
            ((Cipher.OneShot) cipher).close();
        }
        return done;
    }

    /** Mode and tag length, nonce, additional data, message, to decipher the tag. */
    private short aead(byte algorithm, Key key) {
        AEADCipher cipher = (AEADCipher) Cipher.getInstance(algorithm, false);
        byte mode = in[at];
        short tagLength = in[(short) (at + 1)];
        next();
        short nonce = at;
        short nonceLength = length;
        next();
        short aad = at;
        short aadLength = length;
        next();
        short message = at;
        short messageLength = length;
        if (algorithm == AEADCipher.ALG_AES_CCM) {
            cipher.init(key, mode, in, nonce, nonceLength, aadLength, messageLength, tagLength);
        } else {
            cipher.init(key, mode, in, nonce, nonceLength);
        }
        cipher.updateAAD(in, aad, aadLength);
        short done = cipher.doFinal(in, message, messageLength, out, (short) 0);
        if (mode == Cipher.MODE_ENCRYPT) {
            return (short) (done + cipher.retrieveTag(out, done, tagLength));
        }
        next();
        out[done] = cipher.verifyTag(in, at, length, tagLength) ? (byte) 1 : (byte) 0;
        return (short) (done + 1);
    }

    /** Signs, answers the bytes that go into the signature (2) and it. */
    private short recoverable(byte algorithm, Key key) {
        SignatureMessageRecovery signature = (SignatureMessageRecovery) Signature.getInstance(algorithm, false);
        signature.init(key, Signature.MODE_SIGN);
        signature.update(in, at, (short) 1);
        short[] inside = new short[1];
        short size = signature.sign(in, (short) (at + 1), (short) (length - 1), out, (short) 2, inside, (short) 0);
        Util.setShort(out, (short) 0, inside[0]);
        return signature.getLength() == size && signature.getAlgorithm() == algorithm ? (short) (size + 2) : 0;
    }

    /** Signature, then what it does not hold: the recovered part and whether it is right. */
    private short recover(byte algorithm, Key key) {
        SignatureMessageRecovery signature = (SignatureMessageRecovery) Signature.getInstance(algorithm, false);
        signature.init(key, Signature.MODE_VERIFY);
        short recovered = signature.beginVerify(in, at, length);
        Util.arrayCopyNonAtomic(in, at, out, (short) 0, recovered);
        next();
        out[recovered] = signature.verify(in, at, length) ? (byte) 1 : (byte) 0;
        return (short) (recovered + 1);
    }
}
