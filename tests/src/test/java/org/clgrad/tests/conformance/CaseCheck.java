package org.clgrad.tests.conformance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.clgrad.engine.Device;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.tests.conformance.CaseRun.Values;

/**
 * Checks one case: with its data where it has any, else with the host device in double precision.
 *
 * <p>The bound of each element is 4·(n + 8)·u·(Σ|terms| + 4·max|values|), or the authors' own where that is tighter. n is
 * the longest sum there can be in the case; Σ|terms| is had by running the operator on magnitudes, which gives it for
 * all that is linear; the second summand stands for what the others round (a transcendental function errs by at most 5
 * ulp, see {@code math.clh}) and for signs within the options. Twice, because the published values carry an error of the
 * same size as ours, and twice for the backward pass, which starts from a rounded forward one.
 */
final class CaseCheck {
    /** Above so many multiplications the host takes too long. */
    private static final long WORK = Long.getLong("clgrad.conformance.work", 1 << 20);

    private final Device host;
    private final String operator;
    private final CaseFile.Case given;
    private final Values values;
    private final long longestSum;
    private final double largest;

    CaseCheck(Device host, String operator, CaseFile.Case given) {
        this.host = host;
        this.operator = operator;
        this.given = given;
        this.longestSum = longestSum();
        long elements = Stream.of(given.inShapes(), given.outShapes(), given.paramShapes())
                .flatMap(Collection::stream)
                .mapToLong(Shape::elements)
                .sum();
        long outputs = given.outShapes().stream().mapToLong(Shape::elements).sum();
        boolean product = !given.paramShapes().isEmpty();
        if (!given.hasData() && (product ? outputs * longestSum : elements) > WORK) {
            throw new NotRunException("without data and too large for the host, -Dclgrad.conformance.work=N");
        }
        this.values = Values.of(operator, given);
        this.largest = Stream.of(values.in(), values.params(), values.outDiffs())
                .flatMap(Collection::stream)
                .flatMapToDouble(DoubleStream::of)
                .map(Math::abs)
                .max()
                .orElse(0);
    }

    /** The longest axis, or the share of one tensor's elements that an element of another can be made of. */
    private long longestSum() {
        long most = 1;
        List<Shape> all = Stream.of(given.inShapes(), given.outShapes(), given.paramShapes())
                .flatMap(Collection::stream)
                .toList();
        for (Shape shape : all) {
            for (long size : shape.toArray()) {
                most = Math.max(most, size);
            }
            for (Shape other : all) {
                most = Math.max(most, shape.elements() / Math.max(1, other.elements()));
            }
        }
        return most;
    }

    /** What is wrong on a device, a line each; empty if nothing is. */
    List<String> differences(Device device) {
        CaseRun got = CaseRun.run(device, DType.F32, operator, given, values);
        CaseRun magnitudes = CaseRun.run(host, DType.F64, operator, given, values.magnitudes());
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < given.outShapes().size(); i++) {
            Shape shape = got.outShapes().get(i);
            Shape published = given.outShapes().get(i);
            boolean scalar = shape.rank() == 0 && published.equals(Shape.of(1));
            if (!scalar && !shape.equals(published)) {
                wrong.add("output " + i + " has shape " + shape + ", expected " + published);
                return wrong;
            }
        }
        CaseRun want = given.hasData()
                ? new CaseRun(given.outShapes(), given.out(), given.inDiffs(), given.paramDiffs())
                : CaseRun.run(host, DType.F64, operator, given, values);
        compare("output", want.out(), got.out(), magnitudes.out(), wrong);
        compare("gradient of input", want.inDiffs(), got.inDiffs(), magnitudes.inDiffs(), wrong);
        compare("gradient of parameter", want.paramDiffs(), got.paramDiffs(), magnitudes.paramDiffs(), wrong);
        return wrong;
    }

    private void compare(
            String what, List<double[]> want, List<double[]> got, List<double[]> magnitudes, List<String> wrong) {
        for (int i = 0; i < want.size(); i++) {
            double[] expected = want.get(i);
            if (expected.length == 0) {
                continue;
            }
            if (got.size() <= i || got.get(i).length != expected.length) {
                wrong.add(what + " " + i + " is missing or of another size");
                continue;
            }
            for (int k = 0; k < expected.length; k++) {
                double bound = bound(Math.abs(magnitudes.get(i)[k]), expected[k]);
                if (!(Math.abs(got.get(i)[k] - expected[k]) <= bound)) {
                    wrong.add(what + " " + i + " at " + k + ": expected " + expected[k] + ", got " + got.get(i)[k]
                            + ", allowed ±" + bound);
                    break;
                }
            }
        }
    }

    private double bound(double terms, double expected) {
        double scale = terms + 4 * Math.max(Math.abs(expected), largest);
        double derived = 4 * (longestSum + 8) * DType.F32.unitRoundoff() * scale;
        return Math.min(derived, given.eps().orElse(Double.POSITIVE_INFINITY));
    }
}
