package eu.tsms.conformance.opcodes;

/** Calls of every kind, types, exceptions. */
class Calls implements Calling {
    private short state;

    Calls(short a) {
        state = a;
    }

    public short call(short a) {
        return (short) (state + a);
    }

    public int wide(int a) {
        return state * 100000 + a;
    }

    public Object self() {
        return this;
    }

    short hidden(short a) {
        return (short) (a * 2);
    }

    private short own(short a) {
        return (short) (a - state);
    }

    static short twice(short a) {
        return (short) (a * 2);
    }

    static int work(short a, short b) {
        Calls one = new Calls(a);
        Calls two = new Further(b);
        Calling three = two;
        two.wide(7);
        one.self();
        int sum = one.call(b) + two.call(a) + three.call(a) * 3;
        sum += one.wide(a) + three.wide(b) + two.hidden(b) + one.hidden(a) + one.own(b) + twice(a);
        sum += one.self() == one ? 1 : 0;
        sum += three.self() instanceof Further ? 2 : 0;
        sum += one instanceof Further ? 4 : 0;
        sum += (Object) one instanceof Calling ? 8 : 0;
        sum += (Object) new byte[1] instanceof byte[] ? 16 : 0;
        sum += (Object) new short[1] instanceof byte[] ? 32 : 0;
        sum += (Object) new Calls[1] instanceof Calling[] ? 64 : 0;
        sum += ((Further) three).call(a);
        return sum;
    }

    static int exceptions(short a) {
        int sum = 0;
        try {
            sum += thrower(a);
        } catch (Trouble e) {
            sum += e.reason * 10;
        } catch (RuntimeException e) {
            sum += 5;
        } finally {
            sum++;
        }
        return sum * 3 + finallies(a);
    }

    private static int thrower(short a) throws Trouble {
        try {
            if (a > 10) {
                throw new Trouble(a);
            }
            if (a < 0) {
                throw new RuntimeException();
            }
            return 7;
        } finally {
            a++;
        }
    }

    private static int finallies(short a) {
        for (short i = 0; i < 3; i++) {
            try {
                if (i == a) {
                    return i;
                }
            } finally {
                a--;
            }
        }
        return a;
    }
}
