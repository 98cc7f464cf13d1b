package eu.tsms.conformance.opcodes;

/** Branches of every condition, near and far. */
final class Branches {
    private Branches() {
    }

    private static short mix(short x, short a) {
        return (short) (x * 31 + a);
    }

    static int near(short a, short b, Object o, Object p) {
        short x = 5;
        x = a == 0 ? mix(x, (short) 0) : (short) (x + 0);
        x = a != 0 ? mix(x, (short) 1) : (short) (x + 1);
        x = a < 0 ? mix(x, (short) 2) : (short) (x + 2);
        x = a >= 0 ? mix(x, (short) 3) : (short) (x + 3);
        x = a > 0 ? mix(x, (short) 4) : (short) (x + 4);
        x = a <= 0 ? mix(x, (short) 5) : (short) (x + 5);
        x = a == b ? mix(x, (short) 6) : (short) (x + 6);
        x = a != b ? mix(x, (short) 7) : (short) (x + 7);
        x = a < b ? mix(x, (short) 8) : (short) (x + 8);
        x = a >= b ? mix(x, (short) 9) : (short) (x + 9);
        x = a > b ? mix(x, (short) 10) : (short) (x + 10);
        x = a <= b ? mix(x, (short) 11) : (short) (x + 11);
        x = o == null ? mix(x, (short) 12) : (short) (x + 12);
        x = o != null ? mix(x, (short) 13) : (short) (x + 13);
        x = o == p ? mix(x, (short) 14) : (short) (x + 14);
        x = o != p ? mix(x, (short) 15) : (short) (x + 15);
        return x;
    }

    static int far(short a, short b, Object o, Object p) {
        short x = 5;
        x = (short) (x * 7 + farEq(a, b, o, p));
        x = (short) (x * 7 + farNe(a, b, o, p));
        x = (short) (x * 7 + farLt(a, b, o, p));
        x = (short) (x * 7 + farGe(a, b, o, p));
        x = (short) (x * 7 + farGt(a, b, o, p));
        x = (short) (x * 7 + farLe(a, b, o, p));
        x = (short) (x * 7 + farCmpEq(a, b, o, p));
        x = (short) (x * 7 + farCmpNe(a, b, o, p));
        x = (short) (x * 7 + farCmpLt(a, b, o, p));
        x = (short) (x * 7 + farCmpGe(a, b, o, p));
        x = (short) (x * 7 + farCmpGt(a, b, o, p));
        x = (short) (x * 7 + farCmpLe(a, b, o, p));
        x = (short) (x * 7 + farNull(a, b, o, p));
        x = (short) (x * 7 + farNonNull(a, b, o, p));
        x = (short) (x * 7 + farSame(a, b, o, p));
        x = (short) (x * 7 + farNotSame(a, b, o, p));
        return x;
    }

    static int loop(short a) {
        short x = 0;
        for (short i = 0; i < (a & 0xFF); i++) {
            if (i == 5) {
                continue;
            }
            if (i == 100) {
                break;
            }
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
        }
        return x;
    }

    private static short farEq(short a, short b, Object o, Object p) {
        short x = 1;
        if (a == 0) {
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
        } else {
            x = 2;
        }
        return x;
    }

    private static short farNe(short a, short b, Object o, Object p) {
        short x = 1;
        if (a != 0) {
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
        } else {
            x = 2;
        }
        return x;
    }

    private static short farLt(short a, short b, Object o, Object p) {
        short x = 1;
        if (a < 0) {
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
        } else {
            x = 2;
        }
        return x;
    }

    private static short farGe(short a, short b, Object o, Object p) {
        short x = 1;
        if (a >= 0) {
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
        } else {
            x = 2;
        }
        return x;
    }

    private static short farGt(short a, short b, Object o, Object p) {
        short x = 1;
        if (a > 0) {
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
        } else {
            x = 2;
        }
        return x;
    }

    private static short farLe(short a, short b, Object o, Object p) {
        short x = 1;
        if (a <= 0) {
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
        } else {
            x = 2;
        }
        return x;
    }

    private static short farCmpEq(short a, short b, Object o, Object p) {
        short x = 1;
        if (a == b) {
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
        } else {
            x = 2;
        }
        return x;
    }

    private static short farCmpNe(short a, short b, Object o, Object p) {
        short x = 1;
        if (a != b) {
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
        } else {
            x = 2;
        }
        return x;
    }

    private static short farCmpLt(short a, short b, Object o, Object p) {
        short x = 1;
        if (a < b) {
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
        } else {
            x = 2;
        }
        return x;
    }

    private static short farCmpGe(short a, short b, Object o, Object p) {
        short x = 1;
        if (a >= b) {
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
        } else {
            x = 2;
        }
        return x;
    }

    private static short farCmpGt(short a, short b, Object o, Object p) {
        short x = 1;
        if (a > b) {
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
        } else {
            x = 2;
        }
        return x;
    }

    private static short farCmpLe(short a, short b, Object o, Object p) {
        short x = 1;
        if (a <= b) {
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
        } else {
            x = 2;
        }
        return x;
    }

    private static short farNull(short a, short b, Object o, Object p) {
        short x = 1;
        if (o == null) {
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
        } else {
            x = 2;
        }
        return x;
    }

    private static short farNonNull(short a, short b, Object o, Object p) {
        short x = 1;
        if (o != null) {
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
        } else {
            x = 2;
        }
        return x;
    }

    private static short farSame(short a, short b, Object o, Object p) {
        short x = 1;
        if (o == p) {
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
        } else {
            x = 2;
        }
        return x;
    }

    private static short farNotSame(short a, short b, Object o, Object p) {
        short x = 1;
        if (o != p) {
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
            x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a); x = mix(x, a);
        } else {
            x = 2;
        }
        return x;
    }
}
