package eu.tsms.conformance.opcodes;

final class Trouble extends Exception {
    final short reason;

    Trouble(short reason) {
        this.reason = reason;
    }
}
