package org.clgrad.engine.cl;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.clgrad.engine.Storage;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.cl.binding.ClBinding;
import org.clgrad.engine.cl.binding.ClException;
import org.clgrad.engine.cl.binding.ClHandle;
import org.clgrad.engine.routine.Capabilities;
import org.clgrad.engine.routine.Derivation;
import org.clgrad.engine.routine.KernelArg;
import org.clgrad.engine.routine.Launch;
import org.clgrad.engine.routine.Plan;
import org.clgrad.engine.routine.Slot;
import org.jspecify.annotations.Nullable;

/**
 * A plan with its compiled kernels. Each launch has a kernel object of its own, whose scalar arguments are set here once
 * and for all; a run sets the buffers only.
 */
final class BoundPlan implements AutoCloseable {
    /** One launch, ready but for its buffers; in several parts, if the device does not take it at once. */
    static final class BoundLaunch {
        private final Launch launch;
        private final ClHandle.Kernel kernel;
        private final List<Part> parts;
        private final KernelArg.Buffer[] buffers;
        private final int[] positions;

        /** Where a part begins, null where that is 0, how large it is, and its groups, null where the driver chooses. */
        private static final class Part {
            private final long @Nullable [] offset;
            private final long[] global;
            private final long @Nullable [] local;

            Part(GridParts.Part part) {
                this.offset = part.offset().stream().allMatch(begin -> begin == 0) ? null : unboxed(part.offset());
                this.global = unboxed(part.global());
                this.local = part.local().map(BoundPlan::unboxed).orElse(null);
            }
        }

        private BoundLaunch(
                Launch launch,
                ClHandle.Kernel kernel,
                List<KernelArg.Buffer> buffers,
                int[] positions,
                Capabilities device) {
            this.launch = launch;
            this.kernel = kernel;
            this.parts =
                    GridParts.of(launch.grid(), device).stream().map(Part::new).toList();
            this.buffers = buffers.toArray(new KernelArg.Buffer[0]);
            this.positions = positions;
        }

        Launch launch() {
            return launch;
        }

        ClHandle.Kernel kernel() {
            return kernel;
        }

        /** Sets the buffer arguments: each a pointer, and the offset that follows it. */
        void setBuffers(ClBinding cl, Buffers given) {
            for (int i = 0; i < buffers.length; i++) {
                Slot slot = buffers[i].slot();
                ClStorage storage;
                long offsetElements = 0;
                if (slot instanceof Slot.Work work) {
                    storage = (ClStorage) given.workspace().get(work.index());
                } else if (slot instanceof Slot.Derived operand) {
                    storage = (ClStorage) given.derived().get(operand.index());
                } else {
                    TensorData tensor = slot instanceof Slot.In in
                            ? given.inputs().get(in.index())
                            : given.outputs().get(((Slot.Out) slot).index());
                    storage = (ClStorage) tensor.storage();
                    offsetElements = tensor.offsetElements();
                }
                long base = storage.offsetBytes() / buffers[i].dtype().sizeBytes();
                cl.setArgMem(kernel, positions[i], storage.mem());
                cl.setArgLong(kernel, positions[i] + 1, base + offsetElements);
            }
        }

        int parts() {
            return parts.size();
        }

        ClHandle.@Nullable Event enqueue(ClBinding cl, ClHandle.Queue queue, int number, boolean wantEvent) {
            Part part = parts.get(number);
            return cl.enqueueKernel(queue, kernel, part.offset, part.global, part.local, wantEvent);
        }
    }

    /** What the slots of launches stand for in a run. */
    record Buffers(List<TensorData> inputs, List<TensorData> outputs, List<Storage> derived, List<Storage> workspace) {}

    /**
     * How an operand is derived, ready but for its buffers.
     *
     * @param number of the packing, the same in all plans of the device that pack so
     */
    record BoundDerivation(Derivation derivation, long number, List<BoundLaunch> launches) {
        int input() {
            return derivation.input();
        }

        Derivation.Packing packing() {
            return derivation.packing();
        }
    }

    private final ClBinding cl;
    private final String routine;
    private final Plan plan;
    private final List<BoundDerivation> derivations;
    private final List<BoundLaunch> launches;

    private BoundPlan(
            ClBinding cl, String routine, Plan plan, List<BoundDerivation> derivations, List<BoundLaunch> launches) {
        this.cl = cl;
        this.routine = routine;
        this.plan = plan;
        this.derivations = derivations;
        this.launches = launches;
    }

    String routine() {
        return routine;
    }

    String variant() {
        return plan.variant();
    }

    List<Long> workspaceBytes() {
        return plan.workspaceBytes();
    }

    List<BoundDerivation> derivations() {
        return derivations;
    }

    List<BoundLaunch> launches() {
        return launches;
    }

    /** All launches, those that derive operands first. */
    List<BoundLaunch> allLaunches() {
        List<BoundLaunch> all = new ArrayList<>();
        derivations.forEach(derivation -> all.addAll(derivation.launches()));
        all.addAll(launches);
        return all;
    }

    /** @param numbers the numbers of packings */
    static BoundPlan bind(
            ClBinding cl,
            Stream stream,
            ToLongFunction<Derivation.Packing> numbers,
            String routine,
            Plan plan,
            Capabilities device) {
        List<BoundLaunch> bound = new ArrayList<>();
        try {
            for (Launch launch : plan.allLaunches()) {
                bound.add(bind(cl, stream, launch, device));
            }
        } catch (RuntimeException e) {
            release(cl, bound, new Closer(e));
            throw e instanceof ClException failure ? failure.in(name(routine, plan)) : e;
        }
        List<BoundDerivation> derivations = new ArrayList<>();
        int begin = 0;
        for (Derivation derivation : plan.derivations()) {
            int end = begin + derivation.packing().launches().size();
            derivations.add(new BoundDerivation(
                    derivation, numbers.applyAsLong(derivation.packing()), List.copyOf(bound.subList(begin, end))));
            begin = end;
        }
        return new BoundPlan(
                cl, routine, plan, List.copyOf(derivations), List.copyOf(bound.subList(begin, bound.size())));
    }

    private static BoundLaunch bind(ClBinding cl, Stream stream, Launch launch, Capabilities device) {
        ClHandle.Kernel kernel = stream.kernel(launch);
        List<KernelArg.Buffer> buffers = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        int index = 0;
        Capabilities allowed = device;
        try {
            if (launch.grid().local().isEmpty()) {
                // What a kernel asks for itself was held against its own limit when it was planned; what is chosen here
                // is not.
                allowed =
                        device.withMaxWorkGroupSize(Math.min(device.maxWorkGroupSize(), stream.workGroupLimit(kernel)));
            }
            for (KernelArg arg : launch.args()) {
                if (arg instanceof KernelArg.Buffer buffer) {
                    buffers.add(buffer);
                    positions.add(index);
                    index += 2;
                } else {
                    setScalar(cl, kernel, index++, arg);
                }
            }
        } catch (RuntimeException e) {
            new Closer(e).run(() -> cl.release(kernel));
            throw e;
        }
        int[] indices = positions.stream().mapToInt(Integer::intValue).toArray();
        return new BoundLaunch(launch, kernel, buffers, indices, allowed);
    }

    private static void setScalar(ClBinding cl, ClHandle.Kernel kernel, int index, KernelArg arg) {
        if (arg instanceof KernelArg.Int32 value) {
            cl.setArgInt(kernel, index, value.value());
        } else if (arg instanceof KernelArg.Int64 value) {
            cl.setArgLong(kernel, index, value.value());
        } else if (arg instanceof KernelArg.Float32 value) {
            cl.setArgFloat(kernel, index, value.value());
        } else if (arg instanceof KernelArg.Float64 value) {
            cl.setArgDouble(kernel, index, value.value());
        } else if (arg instanceof KernelArg.Local value) {
            cl.setArgLocal(kernel, index, value.sizeBytes());
        } else {
            throw new IllegalStateException("argument " + arg + " is no scalar");
        }
    }

    private static long[] unboxed(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    private static void release(ClBinding cl, List<BoundLaunch> launches, Closer closer) {
        launches.forEach(launch -> closer.run(() -> cl.release(launch.kernel())));
    }

    private static String name(String routine, Plan plan) {
        return routine + " by " + plan.variant();
    }

    /** Like {@code matmul by matmul_tiled}. */
    @Override
    public String toString() {
        return name(routine, plan);
    }

    /** Releases the kernels. */
    @Override
    public void close() {
        Closer closer = new Closer();
        release(cl, allLaunches(), closer);
        closer.end();
    }
}
