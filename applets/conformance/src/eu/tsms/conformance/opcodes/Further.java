package eu.tsms.conformance.opcodes;

final class Further extends Calls {
    Further(short a) {
        super(a);
    }

    public short call(short a) {
        return (short) (super.call(a) * 5);
    }

    short hidden(short a) {
        return (short) (super.hidden(a) + 1);
    }
}
