package eu.tsms.conformance.api;

/** Counts what was looked at, and keeps the first thing that was not as it should be. */
final class Check {
    static short count;
    static short failed;
    static short got;

    private Check() {
    }

    static void begin() {
        count = 0;
        failed = 0;
        got = 0;
    }

    static void is(short wanted, short found) {
        count++;
        if (failed == 0 && wanted != found) {
            failed = count;
            got = found;
        }
    }

    static void is(int wanted, int found) {
        is((short) (wanted >> 16), (short) (found >> 16));
        is((short) wanted, (short) found);
    }

    static void yes(boolean found) {
        is((short) 1, found ? (short) 1 : (short) 0);
    }

    static void no(boolean found) {
        is((short) 0, found ? (short) 1 : (short) 0);
    }

    /** Two ranges hold the same bytes. */
    static void same(byte[] wanted, short from, byte[] found, short at, short length) {
        for (short i = 0; i < length; i++) {
            if (wanted[(short) (from + i)] != found[(short) (at + i)]) {
                is(wanted[(short) (from + i)], found[(short) (at + i)]);
                return;
            }
        }
        count++;
    }

    /** Reached although an exception should have come. */
    static void never() {
        is((short) 0, (short) 0x7E7E);
    }
}
