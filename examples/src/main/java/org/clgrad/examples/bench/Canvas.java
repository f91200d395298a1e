package org.clgrad.examples.bench;

/** Something to draw on; places are in pixels from the upper left corner, colours are numbers like 0x1f4e99. */
interface Canvas {
    /** Where a text stands relative to its place. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /** A straight line, dashed or not. */
    void line(double x1, double y1, double x2, double y2, int colour, double width, boolean dashed);

    /** A filled circle. */
    void dot(double x, double y, double radius, int colour);

    /** A line of text on its base line. */
    void text(double x, double y, Anchor anchor, int colour, int size, String text);
}
