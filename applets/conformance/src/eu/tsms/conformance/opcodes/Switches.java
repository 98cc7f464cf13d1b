package eu.tsms.conformance.opcodes;

/** The four switches. */
final class Switches {
    private Switches() {
    }

    static int table(short a) {
        switch (a) {
            case 1: return 10;
            case 2: return 20;
            case 3:
            case 4: return 30;
            case 5: return 50;
            default: return -1;
        }
    }

    static int lookup(short a) {
        switch (a) {
            case -30000: return 1;
            case -1: return 2;
            case 2: return 3;
            case 1000: return 4;
            case 32767: return 5;
            default: return 6;
        }
    }

    static int intTable(int a) {
        switch (a) {
            case 100000: return 1;
            case 100001: return 2;
            case 100002: return 3;
            case 100003: return 4;
            default: return 5;
        }
    }

    static int intLookup(int a) {
        switch (a) {
            case -2000000: return 1;
            case 5: return 2;
            case 2000000: return 3;
            case 0x7FFFFFFF: return 4;
            default: return 5;
        }
    }
}
