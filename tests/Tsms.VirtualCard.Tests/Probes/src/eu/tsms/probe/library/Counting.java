package eu.tsms.probe.library;

public interface Counting {
    short next();
}
