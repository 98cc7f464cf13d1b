package eu.tsms.conformance.opcodes;

/** Arithmetic of int. */
final class Ints {
    private Ints() {
    }

    static int work(int a, int b) {
        int x = a + b;
        x = x * 31 - b;
        int y = b == 0 ? 7 : b;
        x ^= a / y;
        x += a % y;
        x = x << (b & 31);
        x ^= a >> (b & 15);
        x += a >>> (b & 7);
        x |= a & 0x0F0F0F0F;
        x = -x;
        x += (byte) a;
        x += (short) b;
        x++;
        x += 100;
        x += 1000;
        return x;
    }

    static int first(int a, int b) {
        a = a ^ b;
        int t = b;
        b = a;
        a = t;
        return a - b;
    }

    static int odd(short s, int a, int b) {
        a = a + s;
        int t = b;
        b = a;
        a = t;
        return a - b;
    }

    static int constants(int a) {
        int m = -1;
        int zero = 0;
        int one = 1;
        int two = 2;
        int three = 3;
        int four = 4;
        int five = 5;
        int bytes = -100;
        int shorts = 12345;
        int ints = 0x12345678;
        return a + m + zero + one + two + three + four + five + bytes + shorts + ints;
    }

    static int compare(int a, int b) {
        return (a == b ? 1 : 0) + (a != b ? 2 : 0) + (a < b ? 4 : 0) + (a >= b ? 8 : 0) + (a > b ? 16 : 0) + (a <= b ? 32 : 0);
    }
}
