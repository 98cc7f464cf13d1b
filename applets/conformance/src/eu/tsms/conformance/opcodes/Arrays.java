package eu.tsms.conformance.opcodes;

/** Arrays of every kind. */
final class Arrays {
    private static final byte[] BYTES = {1, -2, 3};
    private static final short[] SHORTS = {1, -2, 300};
    private static final int[] INTS = {1, -2, 70000};
    private static final boolean[] BOOLEANS = {true, false, true};

    private Arrays() {
    }

    static int work(short a, short b) {
        byte[] bytes = new byte[4];
        short[] shorts = new short[4];
        int[] ints = new int[4];
        boolean[] booleans = new boolean[4];
        Object[] objects = new Object[4];
        Object[] others = new Calls[2];
        short i = (short) (a & 3);
        bytes[i] = (byte) b;
        shorts[i] = b;
        ints[i] = b * 1000;
        booleans[i] = b > 0;
        objects[i] = bytes;
        others[1] = new Further(b);
        bytes[i]++;
        bytes[i] += 5;
        shorts[i]++;
        ints[i] += 7;
        short copy = shorts[i]++;
        int wide = ints[i]++;
        int sum = bytes[i] + shorts[i] + ints[i] + (booleans[i] ? 1 : 0) + copy + wide;
        sum += bytes.length + shorts.length * 2 + ints.length * 3 + booleans.length * 4 + objects.length * 5 + others.length * 6;
        sum += objects[i] == bytes ? 1000 : 0;
        sum += BYTES[1] + SHORTS[2] + INTS[2] + (BOOLEANS[2] ? 1 : 0);
        return sum + ((Calls) others[1]).call(a);
    }

    static int exceptions(short which) {
        byte[] bytes = new byte[2];
        Object[] objects = new Calls[2];
        try {
            switch (which) {
                case 0: return bytes[2];
                case 1: return new byte[(short) (which - 2)].length;
                case 2: objects[0] = bytes; return 0;
                case 3: return ((short[]) (Object) bytes).length;
                case 4: bytes = null; return bytes.length;
                case 5: return (short) (1 / (short) (which - 5));
                case 6: return 70000 / (which - 6);
                default: return 0;
            }
        } catch (ArrayIndexOutOfBoundsException e) {
            return 1;
        } catch (NegativeArraySizeException e) {
            return 2;
        } catch (ArrayStoreException e) {
            return 3;
        } catch (ClassCastException e) {
            return 4;
        } catch (NullPointerException e) {
            return 5;
        } catch (ArithmeticException e) {
            return 6;
        }
    }
}
