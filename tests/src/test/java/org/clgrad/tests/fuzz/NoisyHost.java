package org.clgrad.tests.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.clgrad.engine.Device;
import org.clgrad.engine.DeviceStatistics;
import org.clgrad.engine.Launching;
import org.clgrad.engine.Storage;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Capabilities;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.tensor.DType;

/**
 * The host, with relative errors of a size in whatever a routine rounds: what comes of a graph on it, several times, shows
 * how much rounding on the way can matter, inside an operation of several routines and on the way back too.
 *
 * <p>A result that is exact has none: one of whole numbers, or of nothing but numbers that the routine was given.
 */
final class NoisyHost implements Device {
    private final Device host;
    private final Random random;

    private static final class Memory extends Storage {
        private final ByteBuffer bytes;

        Memory(NoisyHost device, int sizeBytes) {
            super(device, sizeBytes);
            this.bytes = ByteBuffer.allocateDirect(sizeBytes).order(ByteOrder.nativeOrder());
        }

        @Override
        protected void free() {
            // The garbage collector takes the memory.
        }
    }

    /** Errors are drawn from a source. */
    NoisyHost(Device host, Random random) {
        this.host = host;
        this.random = random;
    }

    /** How large the errors are, in proportion; 0 of types that are not rounded. */
    static double perturbation(DType dtype) {
        // What a kernel may make of a sum; of types that are rounded to after each operation only, this and its
        // neighbour.
        double units = dtype.isNarrow() ? 2 : 64;
        return dtype.isFloat() ? units * dtype.unitRoundoff() : 0;
    }

    @Override
    public String name() {
        return host.name() + " with noise";
    }

    @Override
    public String binding() {
        return host.binding();
    }

    @Override
    public Capabilities capabilities() {
        return host.capabilities();
    }

    @Override
    public Storage allocate(long sizeBytes) {
        return new Memory(this, Math.toIntExact(sizeBytes));
    }

    @Override
    public List<TensorData> run(Routine routine, List<TensorData> inputs) {
        List<TensorData> outputs = Launching.outputs(this, routine, inputs);
        compute(routine, inputs, outputs);
        return outputs;
    }

    @Override
    public void run(Routine routine, List<TensorData> inputs, List<TensorData> outputs) {
        Launching.checkOutputs(this, routine, inputs, outputs);
        compute(routine, inputs, outputs);
    }

    private void compute(Routine routine, List<TensorData> inputs, List<TensorData> outputs) {
        Args args = new Args(arrays(inputs), arrays(outputs));
        Set<Double> given = args.in().stream()
                .flatMapToDouble(array -> Arrays.stream(array.doubles()))
                .boxed()
                .collect(Collectors.toSet());
        routine.onHost(HostExec.sequential(), args);
        args.out().forEach(y -> addNoise(y, given));
    }

    private void addNoise(HostArray y, Set<Double> given) {
        double size = perturbation(y.spec().dtype());
        double[] values = y.doubles();
        if (size > 0 && !Arrays.stream(values).allMatch(v -> isWhole(v, y.spec().dtype()) || given.contains(v))) {
            Arrays.setAll(values, i -> values[i] * (1 + size * (2 * random.nextDouble() - 1)));
            y.set(values);
        }
    }

    /** Whether a number could have a fraction in its type, and has none. */
    private static boolean isWhole(double value, DType dtype) {
        return value == Math.rint(value) && Math.abs(value) < 0.25 / dtype.unitRoundoff();
    }

    private static List<HostArray> arrays(List<TensorData> tensors) {
        return tensors.stream().map(NoisyHost::array).toList();
    }

    private static HostArray array(TensorData tensor) {
        return new HostArray(((Memory) tensor.storage()).bytes, tensor.offsetElements(), tensor.spec());
    }

    @Override
    public void upload(ByteBuffer source, TensorData target) {
        Launching.checkCopy("upload", this, target, source.remaining());
        array(target).bytes().put(source.duplicate());
        target.storage().changed("upload");
    }

    @Override
    public void download(TensorData source, ByteBuffer target) {
        Launching.checkCopy("download", this, source, target.remaining());
        target.duplicate().put(array(source).bytes());
    }

    @Override
    public void finish() {
        // Every run is done when it returns.
    }

    @Override
    public DeviceStatistics statistics() {
        return host.statistics();
    }

    @Override
    public void close() {
        // The garbage collector takes the memory, and the host is not its own.
    }
}
