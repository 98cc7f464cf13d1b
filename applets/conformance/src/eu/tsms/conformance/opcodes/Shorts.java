package eu.tsms.conformance.opcodes;

/** Arithmetic of short and byte. */
final class Shorts {
    private Shorts() {
    }

    static int work(short a, short b) {
        short x = (short) (a + b);
        x = (short) (x * 3 - b);
        short y = b == 0 ? (short) 7 : b;
        x ^= (short) (a / y);
        x += (short) (a % y);
        x = (short) (x << (b & 7));
        x = (short) (x ^ (a >> (b & 15)));
        x = (short) (x + (short) (a >>> (b & 3)));
        x |= (short) (a & 0x0F0F);
        x = (short) -x;
        byte z = (byte) (a + 200);
        x += z;
        x++;
        x += 100;
        x += 1000;
        x -= 2000;
        return x;
    }

    static int constants(short a) {
        short m = -1;
        short zero = 0;
        short one = 1;
        short two = 2;
        short three = 3;
        short four = 4;
        short five = 5;
        short bytes = -100;
        short shorts = 12345;
        return (short) (a * 3 + m + zero + one + two + three + four + five + bytes + shorts);
    }

    /** Locals of every short form and of the long one. */
    static int locals(short a, short b, Object o) {
        Object p = o;
        short c = a;
        Object q = p;
        short d = b;
        Object r = q;
        c += d;
        d += c;
        a = d;
        b = c;
        p = r;
        o = p;
        return o == q ? (short) (a + b + c + d) : 0;
    }

    static int firstShorts(short a, short b, short c, short d) {
        short t = a;
        a = b;
        b = c;
        c = d;
        d = t;
        return (short) (a + b * 2 + c * 3 + d * 4);
    }

    static int firstReferences(Object o, Object p, Object q, Object r) {
        Object t = o;
        o = p;
        p = q;
        q = r;
        r = t;
        return (o == null ? 1 : 0) + (p == null ? 2 : 0) + (q == null ? 4 : 0) + (r == null ? 8 : 0);
    }
}
