package org.clgrad.engine.routine.update;

/** How a weight decay λ acts, as kernels number it. */
enum Decay {
    NONE(0),
    /** g ← g + λ·p. */
    GRADIENT(1),
    /** p ← p·(1 − lr·λ). */
    DECOUPLED(2);

    private final int macro;

    Decay(int macro) {
        this.macro = macro;
    }

    /** What the macro DECAY is in kernels. */
    int macro() {
        return macro;
    }

    static Decay of(double weightDecay, boolean decoupled) {
        return weightDecay == 0 ? NONE : decoupled ? DECOUPLED : GRADIENT;
    }

    /** Of the gradient. */
    double gradient(double g, double p, double weightDecay) {
        return this == GRADIENT ? g + weightDecay * p : g;
    }

    /** Of the parameter. */
    double parameter(double p, double rate, double weightDecay) {
        return this == DECOUPLED ? p * (1 - rate * weightDecay) : p;
    }

    Estimate gradient(Estimate g, Estimate p, double weightDecay) {
        return this == GRADIENT ? Estimate.rounded(weightDecay, g.u()).times(p).plus(g) : g;
    }

    Estimate parameter(Estimate p, Estimate rate, double weightDecay) {
        Estimate one = Estimate.exact(1, p.u());
        return this == DECOUPLED
                ? one.minus(rate.times(Estimate.rounded(weightDecay, p.u()))).times(p)
                : p;
    }
}
