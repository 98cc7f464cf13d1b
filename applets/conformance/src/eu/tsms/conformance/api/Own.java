package eu.tsms.conformance.api;

import javacard.security.Checksum;
import javacard.security.InitializedMessageDigest;
import javacard.security.Key;
import javacard.security.KeyAgreement;
import javacard.security.MessageDigest;
import javacard.security.PrivateKey;
import javacard.security.RandomData;
import javacard.security.Signature;
import javacardx.crypto.AEADCipher;
import javacardx.crypto.Cipher;

/** Classes of the package's own below the abstract ones of the API, called as those. */
final class Own {
    private Own() {
    }

    private static final class Sum extends Checksum {
        private short sum;

        public byte getAlgorithm() {
            return 101;
        }

        public void init(byte[] data, short at, short length) {
            sum = data[at];
        }

        public void update(byte[] data, short at, short length) {
            for (short i = 0; i < length; i++) {
                sum += data[(short) (at + i)];
            }
        }

        public short doFinal(byte[] data, short at, short length, byte[] out, short outAt) {
            update(data, at, length);
            out[outAt] = (byte) sum;
            return 1;
        }
    }

    private static class Digest extends MessageDigest {
        public byte getAlgorithm() {
            return 102;
        }

        public byte getLength() {
            return 1;
        }

        public short doFinal(byte[] data, short at, short length, byte[] out, short outAt) {
            return length;
        }

        public void update(byte[] data, short at, short length) {
        }

        public void reset() {
        }
    }

    private static final class Initialized extends InitializedMessageDigest {
        private short from;

        public byte getAlgorithm() {
            return 103;
        }

        public byte getLength() {
            return 1;
        }

        public short doFinal(byte[] data, short at, short length, byte[] out, short outAt) {
            return (short) (length + from);
        }

        public void update(byte[] data, short at, short length) {
        }

        public void reset() {
            from = 0;
        }

        public void setInitialDigest(byte[] state, short at, short length, byte[] count, short countAt, short countLength) {
            from = length;
        }
    }

    private static final class Agreement extends KeyAgreement {
        public byte getAlgorithm() {
            return 104;
        }

        public void init(PrivateKey key) {
        }

        public short generateSecret(byte[] data, short at, short length, byte[] out, short outAt) {
            return length;
        }
    }

    private static final class Random extends RandomData {
        public void generateData(byte[] out, short at, short length) {
            out[at] = 4; // chosen by fair dice roll
        }

        public short nextBytes(byte[] out, short at, short length) {
            generateData(out, at, length);
            return (short) (at + length);
        }

        public void setSeed(byte[] seed, short at, short length) {
        }

        public byte getAlgorithm() {
            return 105;
        }
    }

    private static final class Signing extends Signature {
        public byte getAlgorithm() {
            return 106;
        }

        public byte getMessageDigestAlgorithm() {
            return 1;
        }

        public byte getCipherAlgorithm() {
            return 2;
        }

        public byte getPaddingAlgorithm() {
            return 3;
        }

        public short getLength() {
            return 4;
        }

        public void init(Key key, byte mode) {
        }

        public void init(Key key, byte mode, byte[] data, short at, short length) {
        }

        public void setInitialDigest(byte[] state, short at, short length, byte[] count, short countAt, short countLength) {
        }

        public void update(byte[] data, short at, short length) {
        }

        public short sign(byte[] data, short at, short length, byte[] out, short outAt) {
            return length;
        }

        public short signPreComputedHash(byte[] hash, short at, short length, byte[] out, short outAt) {
            return (short) (length + 1);
        }

        public boolean verify(byte[] data, short at, short length, byte[] signature, short signatureAt, short signatureLength) {
            return length == signatureLength;
        }

        public boolean verifyPreComputedHash(byte[] hash, short at, short length, byte[] signature, short signatureAt, short signatureLength) {
            return length != signatureLength;
        }
    }

    private static final class Plain extends Cipher {
        public byte getAlgorithm() {
            return 107;
        }

        public byte getCipherAlgorithm() {
            return 1;
        }

        public byte getPaddingAlgorithm() {
            return 2;
        }

        public void init(Key key, byte mode) {
        }

        public void init(Key key, byte mode, byte[] data, short at, short length) {
        }

        public short update(byte[] in, short at, short length, byte[] out, short outAt) {
            return length;
        }

        public short doFinal(byte[] in, short at, short length, byte[] out, short outAt) {
            return (short) (length + 1);
        }
    }

    private static final class Tagged extends AEADCipher {
        public byte getAlgorithm() {
            return 108;
        }

        public byte getCipherAlgorithm() {
            return 1;
        }

        public byte getPaddingAlgorithm() {
            return 2;
        }

        public void init(Key key, byte mode) {
        }

        public void init(Key key, byte mode, byte[] data, short at, short length) {
        }

        public void init(Key key, byte mode, byte[] nonce, short at, short length, short aadLength, short messageLength, short tagLength) {
        }

        public void updateAAD(byte[] data, short at, short length) {
        }

        public short update(byte[] in, short at, short length, byte[] out, short outAt) {
            return length;
        }

        public short doFinal(byte[] in, short at, short length, byte[] out, short outAt) {
            return length;
        }

        public short retrieveTag(byte[] out, short at, short length) {
            return length;
        }

        public boolean verifyTag(byte[] tag, short at, short length, short required) {
            return length == required;
        }
    }

    static void run() {
        byte[] data = {1, 2, 3, 4, 5, 6, 7, 8};
        Checksum sum = new Sum();
        sum.init(data, (short) 7, (short) 1);
        sum.update(data, (short) 0, (short) 2);
        Check.is((short) 1, sum.doFinal(data, (short) 2, (short) 1, data, (short) 7));
        Check.is((short) 14, data[7]);
        Check.is((short) 101, sum.getAlgorithm());
        MessageDigest digest = new Digest();
        digest.reset();
        digest.update(data, (short) 0, (short) 1);
        Check.is((short) 3, digest.doFinal(data, (short) 0, (short) 3, data, (short) 0));
        Check.is((short) 103, (short) (digest.getAlgorithm() + digest.getLength()));
        InitializedMessageDigest initialized = new Initialized();
        initialized.setInitialDigest(data, (short) 0, (short) 5, data, (short) 0, (short) 1);
        Check.is((short) 8, initialized.doFinal(data, (short) 0, (short) 3, data, (short) 0));
        MessageDigest same = initialized;
        same.reset();
        Check.is((short) 3, same.doFinal(data, (short) 0, (short) 3, data, (short) 0));
        KeyAgreement agreement = new Agreement();
        agreement.init(null);
        Check.is((short) 106, (short) (agreement.getAlgorithm() + agreement.generateSecret(data, (short) 0, (short) 2, data, (short) 0)));
        RandomData random = new Random();
        random.setSeed(data, (short) 0, (short) 1);
        Check.is((short) 3, random.nextBytes(data, (short) 1, (short) 2));
        Check.is((short) 109, (short) (random.getAlgorithm() + data[1]));
        Signature signature = new Signing();
        signature.init(null, Signature.MODE_SIGN);
        signature.init(null, Signature.MODE_VERIFY, data, (short) 0, (short) 1);
        signature.setInitialDigest(data, (short) 0, (short) 1, data, (short) 0, (short) 1);
        signature.update(data, (short) 0, (short) 1);
        Check.is((short) 2, signature.sign(data, (short) 0, (short) 2, data, (short) 0));
        Check.is((short) 3, signature.signPreComputedHash(data, (short) 0, (short) 2, data, (short) 0));
        Check.yes(signature.verify(data, (short) 0, (short) 2, data, (short) 0, (short) 2));
        Check.no(signature.verifyPreComputedHash(data, (short) 0, (short) 2, data, (short) 0, (short) 2));
        Check.is((short) 116, (short) (signature.getAlgorithm() + signature.getLength() + signature.getMessageDigestAlgorithm()
            + signature.getCipherAlgorithm() + signature.getPaddingAlgorithm()));
        ciphers(data);
    }

    private static void ciphers(byte[] data) {
        Cipher cipher = new Plain();
        cipher.init(null, Cipher.MODE_ENCRYPT);
        cipher.init(null, Cipher.MODE_ENCRYPT, data, (short) 0, (short) 1);
        Check.is((short) 4, cipher.update(data, (short) 0, (short) 4, data, (short) 0));
        Check.is((short) 5, cipher.doFinal(data, (short) 0, (short) 4, data, (short) 0));
        Check.is((short) 110, (short) (cipher.getAlgorithm() + cipher.getCipherAlgorithm() + cipher.getPaddingAlgorithm()));
        AEADCipher tagged = new Tagged();
        tagged.init(null, Cipher.MODE_ENCRYPT, data, (short) 0, (short) 1, (short) 1, (short) 1, (short) 1);
        tagged.updateAAD(data, (short) 0, (short) 1);
        Check.is((short) 4, tagged.retrieveTag(data, (short) 0, (short) 4));
        Check.yes(tagged.verifyTag(data, (short) 0, (short) 4, (short) 4));
    }
}
