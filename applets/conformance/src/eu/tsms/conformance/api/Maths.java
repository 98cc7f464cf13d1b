package eu.tsms.conformance.api;

import javacardx.framework.math.BCDUtil;
import javacardx.framework.math.BigNumber;
import javacardx.framework.math.ParityBit;

/** BigNumber, BCDUtil, ParityBit. */
final class Maths {
    private Maths() {
    }

    static void run() {
        numbers();
        decimals();
        byte[] parity = {0x01, 0x03, (byte) 0xFF, 0x10};
        new ParityBit();
        ParityBit.set(parity, (short) 0, (short) 3, false); // odd
        Check.same(new byte[] {0x01, 0x02, (byte) 0xFE, 0x10}, (short) 0, parity, (short) 0, (short) 4);
        ParityBit.set(parity, (short) 0, (short) 3, true);
        Check.same(new byte[] {0x00, 0x03, (byte) 0xFF, 0x10}, (short) 0, parity, (short) 0, (short) 4);
    }

    private static void numbers() {
        byte[] two = {0x01, (byte) 0xFF};
        byte[] out = new byte[8];
        BigNumber number = new BigNumber((short) 4);
        Check.yes(BigNumber.getMaxBytesSupported() >= 8);
        number.init(two, (short) 0, (short) 2, BigNumber.FORMAT_HEX); // 511
        Check.is((short) 2, number.getByteLength(BigNumber.FORMAT_HEX));
        Check.is((short) 2, number.getByteLength(BigNumber.FORMAT_BCD));
        number.add(new byte[] {0x12}, (short) 0, (short) 1, BigNumber.FORMAT_BCD); // 523
        number.toBytes(out, (short) 0, (short) 3, BigNumber.FORMAT_BCD);
        Check.same(new byte[] {0x00, 0x05, 0x23}, (short) 0, out, (short) 0, (short) 3);
        number.multiply(new byte[] {0x02}, (short) 0, (short) 1, BigNumber.FORMAT_HEX); // 1046
        number.subtract(new byte[] {0x01, 0x00}, (short) 0, (short) 2, BigNumber.FORMAT_HEX); // 790
        number.toBytes(out, (short) 0, (short) 2, BigNumber.FORMAT_HEX);
        Check.same(new byte[] {0x03, 0x16}, (short) 0, out, (short) 0, (short) 2);
        Check.is((short) 1, number.compareTo(two, (short) 0, (short) 2, BigNumber.FORMAT_HEX));
        BigNumber other = new BigNumber((short) 2);
        other.init(new byte[] {0x07, (byte) 0x90}, (short) 0, (short) 2, BigNumber.FORMAT_BCD);
        Check.is((short) 0, number.compareTo(other));
        number.setMaximum(new byte[] {0x03, 0x20}, (short) 0, (short) 2, BigNumber.FORMAT_HEX);
        try {
            number.add(new byte[] {0x0B}, (short) 0, (short) 1, BigNumber.FORMAT_HEX);
            Check.never();
        } catch (ArithmeticException e) {
            Check.is((short) 0, number.compareTo(other));
        }
        try {
            number.subtract(new byte[] {0x08, 0x00}, (short) 0, (short) 2, BigNumber.FORMAT_HEX);
            Check.never();
        } catch (ArithmeticException e) {
            Check.is((short) 0, number.compareTo(other));
        }
        number.reset();
        Check.is((short) -1, number.compareTo(other));
    }

    private static void decimals() {
        byte[] out = new byte[8];
        new BCDUtil();
        Check.yes(BCDUtil.getMaxBytesSupported() >= 8);
        Check.is((short) 2, BCDUtil.convertToHex(new byte[] {0x05, 0x23}, (short) 0, (short) 2, out, (short) 0));
        Check.same(new byte[] {0x02, 0x0B}, (short) 0, out, (short) 0, (short) 2);
        Check.is((short) 2, BCDUtil.convertToBCD(new byte[] {0x02, 0x0B}, (short) 0, (short) 2, out, (short) 1));
        Check.same(new byte[] {0x05, 0x23}, (short) 0, out, (short) 1, (short) 2);
        Check.yes(BCDUtil.isBCDFormat(new byte[] {0x19, (byte) 0x99}, (short) 0, (short) 2));
        Check.no(BCDUtil.isBCDFormat(new byte[] {0x1A}, (short) 0, (short) 1));
        try {
            BCDUtil.convertToHex(new byte[] {0x0F}, (short) 0, (short) 1, out, (short) 0);
            Check.never();
        } catch (ArithmeticException e) {
            Check.count++;
        }
    }
}
