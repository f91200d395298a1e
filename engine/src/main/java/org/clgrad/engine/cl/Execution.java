package org.clgrad.engine.cl;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.clgrad.engine.Storage;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.cl.binding.ClBinding;

/** How a device carries out plans: finds or derives their operands, gives them workspace, enqueues their launches. */
final class Execution {
    private final ClBinding cl;
    private final Stream stream;
    private final Recovery recovery;
    private final DerivedOperands kept;
    private final LongFunction<Storage> memory;
    private final Runnable wait;

    /**
     * @param memory gives a storage of so many bytes
     * @param wait is run when so many launches wait to be told to a listener that it is time to
     */
    Execution(
            ClBinding cl,
            Stream stream,
            Recovery recovery,
            DerivedOperands kept,
            LongFunction<Storage> memory,
            Runnable wait) {
        this.cl = cl;
        this.stream = stream;
        this.recovery = recovery;
        this.kept = kept;
        this.memory = memory;
        this.wait = wait;
    }

    /**
     * Enqueues a plan.
     *
     * @param keeps whether operands derived of lasting storages are looked for and kept; where not, all is done that the plan
     *     says, as who tests or times it expects
     */
    void run(BoundPlan plan, List<TensorData> inputs, List<TensorData> outputs, boolean keeps) {
        List<Storage> derived = new ArrayList<>(plan.derivations().size());
        List<Storage> workspace = new ArrayList<>(plan.workspaceBytes().size());
        try {
            for (BoundPlan.BoundDerivation derivation : plan.derivations()) {
                TensorData input = inputs.get(derivation.input());
                // What the run itself changes has its new version already, and perhaps not its new elements.
                boolean lasts = keeps
                        && input.storage().isLasting()
                        && outputs.stream().noneMatch(output -> output.storage() == input.storage());
                derived.add(lasts ? lasting(plan, derivation, input) : derive(plan, derivation, input));
            }
            reserve(plan.workspaceBytes(), workspace);
            enqueue(plan, plan.launches(), new BoundPlan.Buffers(inputs, outputs, derived, workspace));
        } finally {
            derived.forEach(Storage::release);
            workspace.forEach(Storage::release);
        }
    }

    private ClStorage lasting(BoundPlan plan, BoundPlan.BoundDerivation derivation, TensorData input) {
        ClStorage source = (ClStorage) input.storage();
        ClStorage found = kept.find(source, derivation.number(), input.offsetElements());
        if (found != null) {
            return found;
        }
        long version = source.version();
        ClStorage made = derive(plan, derivation, input);
        kept.made(source, derivation.number(), input.offsetElements(), version, made);
        return made;
    }

    private ClStorage derive(BoundPlan plan, BoundPlan.BoundDerivation derivation, TensorData input) {
        ClStorage made = (ClStorage) memory.apply(derivation.packing().sizeBytes());
        List<Storage> workspace = new ArrayList<>();
        try {
            reserve(derivation.packing().workspaceBytes(), workspace);
            enqueue(
                    plan,
                    derivation.launches(),
                    new BoundPlan.Buffers(List.of(input), List.of(), List.of(made), workspace));
            return made;
        } catch (RuntimeException e) {
            made.release();
            throw e;
        } finally {
            workspace.forEach(Storage::release);
        }
    }

    private void reserve(List<Long> sizes, List<Storage> workspace) {
        for (long sizeBytes : sizes) {
            workspace.add(memory.apply(sizeBytes));
        }
    }

    private void enqueue(BoundPlan plan, List<BoundPlan.BoundLaunch> launches, BoundPlan.Buffers buffers) {
        for (BoundPlan.BoundLaunch launch : launches) {
            for (int i = 0; i < launch.parts(); i++) {
                int part = i;
                recovery.attempt(plan::toString, () -> {
                    launch.setBuffers(cl, buffers);
                    stream.enqueue(plan, launch, part);
                });
            }
            if (stream.isFull()) {
                wait.run();
            }
        }
    }
}
