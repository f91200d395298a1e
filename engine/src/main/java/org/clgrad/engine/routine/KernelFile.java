package org.clgrad.engine.routine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.clgrad.engine.tensor.DType;
import org.clgrad.kernels.Grid;
import org.clgrad.kernels.KernelSource;
import org.clgrad.kernels.Names;

/**
 * A kernel file opened in a plan. Macros and types are defined first; the first question for a tunable, or the first
 * launch, settles the tunables. All its launches share one program.
 */
public final class KernelFile {
    private final PlanBuilder plan;
    private final KernelSource source;
    private final Map<String, Long> names = new HashMap<>();
    private final TreeMap<String, String> defines = new TreeMap<>();
    private final StringBuilder prologue = new StringBuilder();

    private boolean settled;

    KernelFile(PlanBuilder plan, KernelSource source, Map<String, Long> dims) {
        this.plan = plan;
        this.source = source;
        names.putAll(plan.capabilities().names());
        names.putAll(dims);
    }

    private void settle() {
        if (!settled) {
            settled = true;
            Map<String, Long> tunables = TunableChoice.settle(source, names, plan.target());
            names.putAll(tunables);
            tunables.forEach((name, value) -> defines.put(name, Long.toString(value)));
        }
    }

    private void checkOpen(String macro) {
        if (settled) {
            throw new IllegalStateException(
                    source.name() + ": " + macro + " is defined after the tunables are settled");
        }
    }

    /** The same file, settled as it is, for launches of {@link PlanBuilder#derived another plan}. */
    public KernelFile within(PlanBuilder other) {
        settle();
        KernelFile same = new KernelFile(other, source, names);
        same.defines.putAll(defines);
        same.prologue.append(prologue);
        same.settled = true;
        return same;
    }

    /** The value settled for a tunable. */
    public int tunable(String name) {
        settle();
        Long value = names.get(name);
        if (value == null) {
            throw new IllegalArgumentException(source.name() + " has no tunable " + name);
        }
        return Math.toIntExact(value);
    }

    /** Defines an integer macro, which expressions of the header may use too. */
    public KernelFile define(String name, long value) {
        checkOpen(name);
        names.put(name, value);
        defines.put(name, Long.toString(value));
        return this;
    }

    /** Defines a macro as text without blanks. */
    public KernelFile define(String name, String text) {
        checkOpen(name);
        defines.put(name, text);
        return this;
    }

    /** Defines a macro as text on one line that may hold blanks, by a line before the source. */
    public KernelFile defineText(String name, String text) {
        checkOpen(name);
        prologue.append("#define ").append(name).append(' ').append(text).append('\n');
        return this;
    }

    /** Defines a macro as a number; for flags that specialise a program. */
    public KernelFile define(String name, boolean value) {
        return define(name, value ? 1 : 0);
    }

    /** Says which type {@code real} is, and {@code acc} with it: the type that holds its values. */
    public KernelFile real(DType dtype) {
        return real(dtype, dtype.accumulator());
    }

    /** Says which types {@code real} and {@code acc} are. */
    public KernelFile real(DType real, DType acc) {
        return type("REAL", real).acc(acc);
    }

    /** Says which type {@code acc} is, of a kernel whose operands have types of their own. */
    public KernelFile acc(DType dtype) {
        return type("ACC", dtype);
    }

    /**
     * Defines a macro as an element type.
     *
     * @throws UnfitException if the device has no such type
     */
    public KernelFile type(String name, DType dtype) {
        if (dtype == DType.F64 && !plan.capabilities().fp64()) {
            throw new UnfitException(source.name() + ": the device has no double precision");
        }
        // Kernels call the types real and acc; only the macros behind them are in capitals.
        String spelled = name.equals("REAL") || name.equals("ACC") ? name.toLowerCase(Locale.ROOT) : name;
        names.put("sizeof(" + spelled + ")", (long) dtype.sizeBytes());
        return define(name, dtype.kernelName());
    }

    /** Starts a launch of the kernel function that has the file's name. */
    public LaunchBuilder launch() {
        return launch(source.name());
    }

    /** Starts a launch of a kernel function of this file. */
    public LaunchBuilder launch(String kernel) {
        settle();
        return new LaunchBuilder(kernel);
    }

    /** Collects the arguments of one launch. */
    public final class LaunchBuilder {
        private final String kernel;
        private final List<KernelArg> args = new ArrayList<>();

        private LaunchBuilder(String kernel) {
            this.kernel = kernel;
        }

        /** The n-th input: pointer and element offset. */
        public LaunchBuilder in(int index) {
            return buffer(new Slot.In(index), plan.in(index).dtype());
        }

        /** The n-th output: pointer and element offset. */
        public LaunchBuilder out(int index) {
            return buffer(new Slot.Out(index), plan.out(index).dtype());
        }

        /** A buffer seen as elements of a type: pointer and element offset. */
        public LaunchBuilder buffer(Slot slot, DType dtype) {
            args.add(new KernelArg.Buffer(slot, dtype));
            return this;
        }

        /**
         * An {@code int}.
         *
         * @throws ArithmeticException if the value does not fit
         */
        public LaunchBuilder int32(long value) {
            args.add(new KernelArg.Int32(Math.toIntExact(value)));
            return this;
        }

        /** A {@code long}. */
        public LaunchBuilder int64(long value) {
            args.add(new KernelArg.Int64(value));
            return this;
        }

        /** An {@code acc} of the given type: {@code float}, {@code double}, {@code int} or {@code long}. */
        public LaunchBuilder real(double value, DType dtype) {
            args.add(
                    switch (dtype.accumulator()) {
                        case F32 -> new KernelArg.Float32((float) value);
                        case F64 -> new KernelArg.Float64(value);
                        case I64 -> new KernelArg.Int64((long) value);
                        case I32 -> new KernelArg.Int32((int) value);
                        case F16, BF16, U8, BOOL -> throw new IllegalStateException(dtype + " is no accumulator");
                    });
            return this;
        }

        /** {@code __local} memory of so many bytes. */
        public LaunchBuilder local(long sizeBytes) {
            args.add(new KernelArg.Local(sizeBytes));
            return this;
        }

        /** Adds the launch to the plan, over the grid that the header gives for this kernel. */
        public void add() {
            String text = prologue.isEmpty() ? source.text() : prologue + source.text();
            ProgramSource program = new ProgramSource(source.name(), text, defines);
            plan.add(new Launch(program, kernel, grid(), List.copyOf(args)));
        }

        private Launch.Grid grid() {
            Grid grid = source.grid(kernel);
            Names values = Names.of(names);
            return new Launch.Grid(
                    boxed(grid.globalSize(values)), grid.localSize(values).map(KernelFile::boxed));
        }
    }

    private static List<Long> boxed(long[] values) {
        return LongStream.of(values).boxed().toList();
    }
}
