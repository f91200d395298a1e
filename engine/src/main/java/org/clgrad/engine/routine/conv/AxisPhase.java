package org.clgrad.engine.routine.conv;

import java.util.ArrayList;
import java.util.List;

/**
 * Along one axis: every {@code outputStep}-th output from {@code firstOutput} on, and the taps that all of these have.
 * Output number i of them sees at its tap number t the source at {@code start + i·step + t·tapStep}, which may be outside
 * of the source; the tap is number {@code firstTap + t·tapStride} of the weight.
 *
 * @param firstTap the first of the taps
 * @param tapStride from one of the taps to the next, in the weight
 * @param taps how many
 * @param start where output 0 sees the source at tap 0
 * @param step from one output to the next, in the source
 * @param tapStep from one tap to the next, in the source
 * @param firstOutput the first of the outputs
 * @param outputStep from one of the outputs to the next
 * @param outputs how many
 */
record AxisPhase(
        long firstTap,
        long tapStride,
        long taps,
        long start,
        long step,
        long tapStep,
        long firstOutput,
        long outputStep,
        long outputs) {

    /** Of a convolution: all outputs and all taps. */
    static AxisPhase forward(long taps, ConvAxis axis, long outputs) {
        return new AxisPhase(0, 1, taps, -axis.before(), axis.stride(), axis.dilation(), 0, 1, outputs);
    }

    /**
     * Of the gradient by the input, one phase for each remainder of h by the stride. Input pixel h was seen by output p at
     * tap r where {@code p·stride = h + before − r·dilation}. For one remainder of h, the r for which the right side is
     * divisible by the stride are one of them and every (stride / gcd(stride, dilation))-th from there; perhaps none.
     */
    static List<AxisPhase> gradient(long taps, ConvAxis axis, long size) {
        long stride = axis.stride();
        long dilation = axis.dilation();
        long tapStride = stride / gcd(stride, dilation);
        List<AxisPhase> phases = new ArrayList<>();
        for (long first = 0; first < Math.min(stride, size); first++) {
            long tap = 0;
            while (tap < taps && Math.floorMod(first + axis.before() - tap * dilation, stride) != 0) {
                tap++;
            }
            long count = (taps - tap + tapStride - 1) / tapStride;
            long start = Math.floorDiv(first + axis.before() - tap * dilation, stride);
            long outputs = (size - first + stride - 1) / stride;
            phases.add(new AxisPhase(
                    tap, tapStride, count, start, 1, -(dilation * tapStride / stride), first, stride, outputs));
        }
        return phases;
    }

    /** The greatest common divisor, of a and 0 a. */
    static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /** The least place in the source that is looked at; 0 where there is no tap. */
    long leastSource() {
        return taps == 0 ? 0 : start + Math.min(0, (taps - 1) * tapStep);
    }

    /** The greatest place in the source that is looked at if there were so many outputs; 0 where there is no tap. */
    long greatestSource(long outputs) {
        return taps == 0 ? 0 : start + (outputs - 1) * step + Math.max(0, (taps - 1) * tapStep);
    }

    /** Whether output i sees source i, all of it, and nothing else. */
    boolean isIdentity(long size) {
        return taps == 1 && start == 0 && step == 1 && outputStep == 1 && outputs == size;
    }

    /**
     * Whether the first output sees the first place of the source and the others, at one tap, what follows in steps; without a
     * step all of the source.
     */
    boolean isSpaced(long size) {
        boolean fits = step > 1 ? (outputs - 1) * step < size : outputs == size;
        return taps == 1 && start == 0 && firstOutput == 0 && fits;
    }
}
