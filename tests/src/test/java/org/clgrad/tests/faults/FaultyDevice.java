package org.clgrad.tests.faults;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.clgrad.engine.Device;
import org.clgrad.engine.DeviceException;
import org.clgrad.engine.DeviceStatistics;
import org.clgrad.engine.Launching;
import org.clgrad.engine.Storage;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.routine.Capabilities;
import org.clgrad.engine.routine.Routine;

/** A device on which one thing fails: an allocation, a copy or the run of a routine, whichever comes n-th. */
final class FaultyDevice implements Device {
    /** The failure on purpose. */
    static final class MadeToFail extends DeviceException {
        MadeToFail(String what) {
            super(what + " was made to fail", null);
        }
    }

    /** A storage of the device behind this one. */
    private static final class Lent extends Storage {
        private final Storage storage;

        Lent(FaultyDevice device, Storage storage) {
            super(device, storage.sizeBytes());
            this.storage = storage;
        }

        @Override
        protected void free() {
            storage.release();
        }
    }

    private final Device next;
    private final List<String> done = new ArrayList<>();
    private long failing;

    FaultyDevice(Device next) {
        this.next = next;
    }

    /** From now on things are counted from 1, and the n-th fails; none does if n is 0. */
    void failAt(long n) {
        done.clear();
        failing = n;
    }

    /** What was done since then, in order. */
    List<String> done() {
        return List.copyOf(done);
    }

    private void enter(String what) {
        if (done.size() + 1 == failing) {
            throw new MadeToFail(what);
        }
        done.add(what);
    }

    private static TensorData behind(TensorData tensor) {
        return new TensorData(((Lent) tensor.storage()).storage, tensor.offsetElements(), tensor.spec());
    }

    private static List<TensorData> behind(List<TensorData> tensors) {
        return tensors.stream().map(FaultyDevice::behind).toList();
    }

    @Override
    public Storage allocate(long sizeBytes) {
        enter("allocate");
        return new Lent(this, next.allocate(sizeBytes));
    }

    @Override
    public List<TensorData> run(Routine routine, List<TensorData> inputs) {
        enter(routine.name());
        List<TensorData> made = next.run(routine, behind(inputs));
        List<TensorData> outputs = new ArrayList<>();
        for (int i = 0; i < made.size(); i++) {
            TensorData output = made.get(i);
            int same = i < routine.inPlace().size() ? routine.inPlace().get(i) : -1;
            if (same >= 0) {
                TensorData input = inputs.get(same);
                input.storage().retain();
                input.storage().changed(routine.name());
                output.storage().release();
                outputs.add(input);
            } else {
                outputs.add(new TensorData(new Lent(this, output.storage()), output.offsetElements(), output.spec()));
            }
        }
        return outputs;
    }

    @Override
    public void run(Routine routine, List<TensorData> inputs, List<TensorData> outputs) {
        enter(routine.name());
        Launching.checkOutputs(this, routine, inputs, outputs);
        next.run(routine, behind(inputs), behind(outputs));
    }

    @Override
    public void upload(ByteBuffer source, TensorData target) {
        enter("upload");
        target.storage().changed("upload");
        next.upload(source, behind(target));
    }

    @Override
    public void download(TensorData source, ByteBuffer target) {
        enter("download");
        next.download(behind(source), target);
    }

    @Override
    public String name() {
        return next.name();
    }

    @Override
    public String binding() {
        return next.binding();
    }

    @Override
    public Capabilities capabilities() {
        return next.capabilities();
    }

    @Override
    public void finish() {
        next.finish();
    }

    @Override
    public DeviceStatistics statistics() {
        return next.statistics();
    }

    @Override
    public void close() {
        next.close();
    }
}
