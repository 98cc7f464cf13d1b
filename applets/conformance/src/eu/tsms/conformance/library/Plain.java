package eu.tsms.conformance.library;

/** An object with a field of each type. */
public class Plain implements Standard {
    public byte small;
    public short number;
    public int wide;
    public Object object;

    public Plain(short number) {
        this.number = number;
        count++;
    }

    /** Instances made so far, by whatever package. */
    public static short count;

    /** Kept for whoever links against this package. */
    public static Object kept;

    public short answer() {
        return (short) (number + hidden());
    }

    /** Packages that extend the class have their own. */
    short hidden() {
        return 1;
    }

    public static short twice(short a) {
        return (short) (a * 2);
    }

    public static int wider(int a, short b) {
        return a * b;
    }
}
