package eu.tsms.conformance.api;

import javacardx.framework.string.StringException;
import javacardx.framework.string.StringUtil;

/** StringUtil, over UTF-8. */
final class Strings {
    // a, u umlaut, euro sign, G clef, B, space
    private static final byte[] TEXT = {0x61, (byte) 0xC3, (byte) 0xBC, (byte) 0xE2, (byte) 0x82, (byte) 0xAC, (byte) 0xF0, (byte) 0x9D, (byte) 0x84, (byte) 0x9E, 0x42, 0x20};

    private Strings() {
    }

    static void run() {
        byte[] out = new byte[32];
        Check.yes(StringUtil.check(TEXT, (short) 0, (short) 12));
        Check.no(StringUtil.check(TEXT, (short) 0, (short) 2));
        Check.is((short) 6, StringUtil.codePointCount(TEXT, (short) 0, (short) 12));
        Check.is((short) 3, StringUtil.codePointAt(TEXT, (short) 0, (short) 12, (short) 3, out, (short) 0));
        Check.same(TEXT, (short) 3, out, (short) 0, (short) 3);
        Check.is((short) 4, StringUtil.codePointBefore(TEXT, (short) 0, (short) 12, (short) 10, out, (short) 0));
        Check.same(TEXT, (short) 6, out, (short) 0, (short) 4);
        Check.is((short) 6, StringUtil.offsetByCodePoints(TEXT, (short) 0, (short) 12, (short) 1, (short) 2));
        Check.is((short) 6, StringUtil.indexOf(TEXT, (short) 0, (short) 12, TEXT, (short) 6, (short) 4));
        Check.is((short) -1, StringUtil.indexOf(TEXT, (short) 0, (short) 3, TEXT, (short) 6, (short) 4));
        Check.is((short) 0, StringUtil.compare(true, new byte[] {0x41, 0x62}, (short) 0, (short) 2, new byte[] {0x61, 0x42}, (short) 0, (short) 2));
        Check.yes(StringUtil.compare(false, new byte[] {0x41}, (short) 0, (short) 1, new byte[] {0x61}, (short) 0, (short) 1) < 0);
        Check.is((short) 12, StringUtil.toUpperCase(TEXT, (short) 0, (short) 12, out, (short) 0));
        Check.is((short) 0x41, out[0]); // of other letters a card may leave the case
        Check.is((short) 12, StringUtil.toLowerCase(out, (short) 0, (short) 12, out, (short) 12));
        Check.is((short) 0x62, out[22]);
        Check.is((short) 11, StringUtil.trim(TEXT, (short) 0, (short) 12, out, (short) 0));
        Check.is((short) 4, StringUtil.replace(new byte[] {0x61, 0x62, 0x61}, (short) 0, (short) 3, new byte[] {0x62}, (short) 0, (short) 1, new byte[] {0x63, 0x63}, (short) 0, (short) 2, out, (short) 0));
        Check.same(new byte[] {0x61, 0x63, 0x63, 0x61}, (short) 0, out, (short) 0, (short) 4);
        Check.is((short) 5, StringUtil.substring(TEXT, (short) 0, (short) 12, (short) 1, (short) 3, out, (short) 0));
        Check.same(TEXT, (short) 1, out, (short) 0, (short) 5);
        Check.yes(StringUtil.startsWith(TEXT, (short) 0, (short) 12, TEXT, (short) 0, (short) 3, (short) 2));
        Check.yes(StringUtil.endsWith(TEXT, (short) 0, (short) 12, TEXT, (short) 10, (short) 2, (short) 2));
        numbers(out);
        Check.is((short) 3, StringUtil.convertTo(TEXT, (short) 0, (short) 3, out, (short) 0, StringUtil.UTF_8));
        Check.is((short) 4, StringUtil.convertTo(TEXT, (short) 0, (short) 3, out, (short) 0, StringUtil.UTF_16_BE));
        Check.same(new byte[] {0x00, 0x61, 0x00, (byte) 0xFC}, (short) 0, out, (short) 0, (short) 4);
        Check.is((short) 3, StringUtil.convertFrom(out, (short) 0, (short) 4, out, (short) 8, StringUtil.UTF_16_BE));
        Check.same(TEXT, (short) 0, out, (short) 8, (short) 3);
        try {
            StringUtil.convertTo(TEXT, (short) 0, (short) 3, out, (short) 0, (byte) 99);
            Check.never();
        } catch (StringException e) {
            Check.is(StringException.UNSUPPORTED_ENCODING, e.getReason());
        }
    }

    private static void numbers(byte[] out) {
        Check.is((short) 6, StringUtil.valueOf((short) -12345, out, (short) 0));
        Check.is((short) -12345, StringUtil.parseShortInteger(out, (short) 0, (short) 6));
        Check.is((short) 4, StringUtil.valueOf(true, out, (short) 0));
        Check.yes(StringUtil.parseBoolean(out, (short) 0, (short) 4));
        short[] wide = {0, 0, 1, 0}; // 65,536
        Check.is((short) 5, StringUtil.valueOf(wide, out, (short) 0));
        wide[0] = 7;
        Check.is((short) 2, StringUtil.parseLongInteger(out, (short) 0, (short) 5, wide, (short) 0)); // leading zeros are not written
        Check.is((short) 1, wide[0]);
        Check.is((short) 0, wide[1]);
        try {
            StringUtil.parseShortInteger(TEXT, (short) 0, (short) 1);
            Check.never();
        } catch (StringException e) {
            Check.is(StringException.ILLEGAL_NUMBER_FORMAT, e.getReason());
        }
    }
}
