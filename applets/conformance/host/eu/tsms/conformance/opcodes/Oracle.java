package eu.tsms.conformance.opcodes;

/** Runs the groups on the machine of the JDK and prints what a card has to find: group, a, b, result. */
public final class Oracle {
    private static final short[] VALUES = {0, 1, -1, 2, 3, 5, 6, 7, 11, 100, -100, 255, 1000, -1000, 12345, 32767, -32768};

    private Oracle() {
    }

    public static void main(String[] arguments) {
        for (byte group = 0; group < Work.GROUPS; group++) {
            for (short a : VALUES) {
                for (short b : VALUES) {
                    if (b == 0 || b == 1 || b == -100 || a == 11 || group == 0 || group == 4) {
                        System.out.println(group + " " + a + " " + b + " " + Work.run(group, a, b, new byte[16]));
                    }
                }
            }
        }
    }
}
