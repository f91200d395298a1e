package org.clgrad.examples.bench;

/** In what a case's speed is told. */
public enum Metric {
    /** 10⁹ floating-point operations a second, an fma counted as two. */
    GFLOPS("gflops", "GFLOP/s", true) {
        @Override
        public double of(Work work, double nanos) {
            return work.flops() / nanos;
        }
    },
    /** 10⁹ bytes a second, of what must be read and written at least. */
    GBPS("gbps", "GB/s", true) {
        @Override
        public double of(Work work, double nanos) {
            return work.bytes() / nanos;
        }
    },
    /** Samples a second. */
    SAMPLES_S("samples_s", "samples/s", true) {
        @Override
        public double of(Work work, double nanos) {
            return work.samples() / nanos * 1e9;
        }
    },
    /** Microseconds a call. */
    US("us", "us", false) {
        @Override
        public double of(Work work, double nanos) {
            return nanos / 1e3;
        }
    },
    /** Milliseconds a call. */
    MS("ms", "ms", false) {
        @Override
        public double of(Work work, double nanos) {
            return nanos / 1e6;
        }
    };

    private final String word;
    private final String unit;
    private final boolean moreIsBetter;

    Metric(String word, String unit, boolean moreIsBetter) {
        this.word = word;
        this.unit = unit;
        this.moreIsBetter = moreIsBetter;
    }

    /**
     * The figure.
     *
     * @param work of one call
     * @param nanos that one call takes
     */
    public abstract double of(Work work, double nanos);

    /** What it is called in JSON. */
    public String word() {
        return word;
    }

    /** What the best figure is called in JSON. */
    public String bestWord() {
        return word + (moreIsBetter ? "_best" : "_min");
    }

    /** What it is called in tables. */
    public String unit() {
        return unit;
    }
}
