package eu.tsms.conformance.opcodes;

interface Calling {
    short call(short a);

    int wide(int a);

    Object self();
}
