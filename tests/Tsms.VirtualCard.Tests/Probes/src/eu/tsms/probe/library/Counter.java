package eu.tsms.probe.library;

/** A class to inherit from: fields, an overridable method, a package-visible one, a static field. */
public class Counter implements Counting {
    public static short made;

    protected short value;
    private Object last;

    public Counter(short start) {
        value = start;
        made++;
    }

    public short next() {
        value = (short) (value + step());
        note();
        return value;
    }

    protected short step() {
        return 1;
    }

    // Has the same token as a package-visible method of the client's subclass.
    void note() {
        last = this;
    }

    public boolean noted() {
        return last == this;
    }
}
