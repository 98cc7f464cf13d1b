package eu.tsms.conformance.opcodes;

/** What the applet does by group; it knows no card, so that it runs on every Java machine alike. */
final class Work {
    /** Number of groups. */
    static final byte GROUPS = 25;

    private Work() {
    }

    static int run(byte group, short a, short b, byte[] data) {
        Object o = (a & 1) == 0 ? null : data;
        Object p = (b & 1) == 0 ? null : data;
        switch (group) {
            case 0: return Shorts.work(a, b);
            case 1: return Shorts.constants(a);
            case 2: return Shorts.locals(a, b, data);
            case 3: return Shorts.firstReferences(o, p, data, null);
            case 4: return Ints.work(a * 70000, b * 3);
            case 5: return Ints.first(a * 70000, b);
            case 6: return Ints.odd(a, a * 70000, b);
            case 7: return Ints.constants(a);
            case 8: return Ints.compare(a * 70000, b * 70000);
            case 9: return Arrays.work(a, b);
            case 10: return Arrays.exceptions((short) (a & 7));
            case 11: return Fields.work(a, b);
            case 12: return Fields.statics(a);
            case 13: return Wide.work(a);
            case 14: return Branches.near(a, b, o, p);
            case 15: return Branches.far(a, b, o, p);
            case 16: return Branches.loop(a);
            case 17: return Switches.table(a);
            case 18: return Switches.lookup(a);
            case 19: return Switches.intTable(100000 + a);
            case 20: return Switches.intLookup(a * 2000000);
            case 21: return Calls.work(a, b);
            case 22: return Calls.exceptions(a);
            case 23: return Loop.mixed((short) (a & 15), data);
            case 24: return Shorts.firstShorts(a, b, (short) (a + b), (short) (a - b));
            default: return -1;
        }
    }
}
