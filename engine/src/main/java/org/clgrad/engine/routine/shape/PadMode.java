package org.clgrad.engine.routine.shape;

/** Which of its own elements a tensor is padded with. */
public enum PadMode {
    /** The tensor mirrored at its outermost elements, which are not repeated: by less than it is long. */
    REFLECT(0),
    /** The outermost elements, again and again. */
    REPLICATE(1),
    /** What follows from the other end: at most once around. */
    CIRCULAR(2);

    /** What {@code extend.clh} calls it. */
    private final int number;

    PadMode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** Whether an axis of a size can be padded by so many elements at one end. */
    boolean reaches(long size, long padding) {
        return padding == 0
                || switch (this) {
                    case REFLECT -> padding < size;
                    case REPLICATE -> size > 0;
                    case CIRCULAR -> padding <= size;
                };
    }

    /** Which element of an axis of a size is seen at a place, which may lie before or behind it. */
    long source(long place, long size) {
        return switch (this) {
            case REFLECT -> {
                // A wave that goes up and down once in twice the distance of the ends.
                long phase = size == 1 ? 0 : Math.floorMod(place, 2 * (size - 1));
                yield phase < size ? phase : 2 * (size - 1) - phase;
            }
            case REPLICATE -> Math.max(0, Math.min(place, size - 1));
            case CIRCULAR -> Math.floorMod(place, size);
        };
    }
}
