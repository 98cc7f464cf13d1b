package eu.tsms.conformance.opcodes;

/** Fields of every type, of this and of another object, and static ones. */
final class Fields {
    static Object sharedObject;
    static byte sharedByte;
    static short sharedShort;
    static int sharedInt;

    Object object;
    byte small;
    short number;
    int wide;

    Fields(short a) {
        object = this;
        small = (byte) a;
        number = a;
        wide = a * 1000;
    }

    int sum() {
        number++;
        small += 3;
        wide += 5;
        return small + number + wide + (object == this ? 1 : 0);
    }

    static int work(short a, short b) {
        Fields f = new Fields(a);
        Fields g = new Fields(b);
        f.object = g;
        f.small = (byte) (g.small + 1);
        f.number = g.number++;
        f.wide = g.wide++;
        return f.sum() * 3 + g.sum() + (f.object == g ? 1 : 0);
    }

    static int statics(short a) {
        sharedObject = new Fields(a);
        sharedByte = (byte) a;
        sharedShort = a;
        sharedInt = a * 1000;
        sharedShort++;
        sharedInt += sharedByte;
        Object kept = sharedObject;
        sharedObject = null;
        return sharedByte + sharedShort + sharedInt + (kept instanceof Fields ? 1 : 0);
    }
}
