package eu.tsms.conformance.opcodes;

/** The mixed loop of the bench: arithmetic, array access, a static call. */
final class Loop {
    private Loop() {
    }

    static int mixed(short rounds, byte[] data) {
        short x = 1;
        for (short r = 0; r < rounds; r++) {
            for (short i = 0; i < 100; i++) {
                x = step(x, i);
                data[(short) (i & 15)] = (byte) x;
                x += data[(short) (x & 15)];
            }
        }
        return x;
    }

    private static short step(short x, short i) {
        return (short) (x * 31 + i);
    }
}
