package org.clgrad.engine.tuner;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.Device;
import org.clgrad.engine.Launching;
import org.clgrad.engine.Storage;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * The operands of a job, on the host and on a device. Numbers are between a half and three halves, so that nothing cancels and
 * what is wrong is wrong by much; integers are 0 and 1, which are valid as classes, indices and flags.
 */
final class JobOperands implements AutoCloseable {
    private final Device device;
    private final List<ByteBuffer> memory = new ArrayList<>();
    private final List<HostArray> host = new ArrayList<>();
    private final List<TensorData> inputs = new ArrayList<>();
    private final List<TensorData> outputs = new ArrayList<>();

    JobOperands(Device device, TuningJob job) {
        this.device = device;
        try {
            for (TensorSpec spec : job.in()) {
                add(spec);
            }
            outputs.addAll(Launching.outputs(device, job.routine(), inputs));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void add(TensorSpec spec) {
        long begin = spec.layout().elementsBefore();
        long bytes = Math.max(1, spec.layout().spanElements()) * spec.dtype().sizeBytes();
        ByteBuffer all = ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
        HostArray array = new HostArray(all, begin, spec);
        fill(array, host.size());
        Storage storage = device.allocate(bytes);
        inputs.add(new TensorData(storage, begin, spec));
        memory.add(all);
        host.add(array);
        upload(host.size() - 1);
    }

    private static void fill(HostArray array, int number) {
        int size = array.size();
        if (array.spec().dtype().isFloat()) {
            double[] values = new double[size];
            for (int i = 0; i < size; i++) {
                values[i] = 0.5 + (mixed(i, number) >>> 8) * 0x1p-24;
            }
            array.set(values);
        } else {
            long[] values = new long[size];
            for (int i = 0; i < size; i++) {
                values[i] = mixed(i, number) < 0 ? 1 : 0;
            }
            array.set(values);
        }
    }

    /** 32 bits that look random: the finaliser of MurmurHash3. */
    private static int mixed(int i, int number) {
        int h = i * 0x9E3779B9 + number * 0x7F4A7C15;
        h = (h ^ (h >>> 16)) * 0x85EBCA6B;
        h = (h ^ (h >>> 13)) * 0xC2B2AE35;
        return h ^ (h >>> 16);
    }

    private void upload(int index) {
        ByteBuffer all = memory.get(index);
        TensorData bytes = new TensorData(inputs.get(index).storage(), 0, TensorSpec.of(DType.U8, all.capacity()));
        device.upload(all.duplicate(), bytes);
    }

    /** Brings back what a routine has changed in place, and spoils its other outputs, so that what is left unwritten shows. */
    void restore(Routine routine) {
        List<Integer> inPlace = routine.inPlace();
        inPlace.stream().filter(input -> input >= 0).distinct().forEach(this::upload);
        for (int i = 0; i < outputs.size(); i++) {
            if (i >= inPlace.size() || inPlace.get(i) < 0) {
                spoil(outputs.get(i));
            }
        }
    }

    /** Writes bytes of ones, which are NaN or −1. */
    private void spoil(TensorData output) {
        byte[] ones = new byte[Math.toIntExact(output.spec().sizeBytes())];
        Arrays.fill(ones, (byte) -1);
        ByteBuffer bytes = ByteBuffer.allocateDirect(ones.length).put(ones).flip();
        device.upload(bytes, new TensorData(output.storage(), 0, TensorSpec.of(DType.U8, ones.length)));
    }

    /** Copies of the inputs, which a reference may change in place. */
    List<HostArray> copies() {
        return host.stream()
                .map(array -> {
                    HostArray copy = HostArray.zeros(
                            TensorSpec.of(array.spec().dtype(), array.spec().shape()));
                    if (array.spec().dtype().isFloat()) {
                        copy.set(array.doubles());
                    } else {
                        copy.set(array.longs());
                    }
                    return copy;
                })
                .toList();
    }

    List<TensorData> inputs() {
        return inputs;
    }

    List<TensorData> outputs() {
        return outputs;
    }

    /** An output as it is on the device. */
    HostArray download(int output) {
        TensorData tensor = outputs.get(output);
        TensorSpec spec = tensor.spec();
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(Math.toIntExact(spec.sizeBytes())).order(ByteOrder.nativeOrder());
        device.download(tensor, bytes);
        return new HostArray(bytes, 0, spec);
    }

    @Override
    public void close() {
        outputs.forEach(output -> output.storage().release());
        inputs.forEach(input -> input.storage().release());
        outputs.clear();
        inputs.clear();
    }
}
