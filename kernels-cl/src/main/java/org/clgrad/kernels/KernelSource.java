package org.clgrad.kernels;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One kernel file, read: what its header declares, and the program's text with all headers put in. Immutable. The form
 * of the header is in the package's documentation.
 */
public final class KernelSource {
    /** What types.clh has, so that group ids go on from part to part of a launch. */
    private static final String GROUPS_IN_PARTS = "#define get_group_id(d)";

    private final KernelHeader header;
    private final String original;
    private final String text;
    private final Map<String, Grid> grids;
    private final Map<String, IntExpression> locals;

    private KernelSource(
            KernelHeader header,
            String original,
            String text,
            Map<String, Grid> grids,
            Map<String, IntExpression> locals) {
        this.header = header;
        this.original = original;
        this.text = text;
        this.grids = grids;
        this.locals = locals;
    }

    /**
     * Reads a kernel file.
     *
     * @param name the variant's name, which is the file's name without {@code .cl}
     * @param text the file as it stands
     * @param includes where its {@code #include}s are found
     * @throws KernelSourceException if the header is not well formed, uses a name it does not declare, or does not fit
     *     the kernel functions; if a header file is missing; if a grid of groups does without {@code types.clh}, or a
     *     kernel asks for the size of its launch
     */
    public static KernelSource parse(String name, String text, IncludeResolver includes) {
        String file = name + ".cl";
        KernelHeader header = KernelHeaderParser.parse(file, text);
        if (!header.variant().equals(name)) {
            throw new KernelSourceException(
                    new Position(file, 1, 1), "the file declares the variant '" + header.variant() + "'");
        }
        List<String> kernels = OpenClText.kernels(OpenClText.blankComments(text)).stream()
                .map(OpenClText.KernelFunction::name)
                .distinct()
                .toList();
        if (kernels.isEmpty()) {
            throw new KernelSourceException(
                    new Position(file, header.lineCount() + 1, 1), "no kernel function after the header");
        }
        Map<String, Grid> grids = byKernel(header.grids(), kernels, header, file, "//@grid");
        for (String kernel : kernels) {
            if (!grids.containsKey(kernel)) {
                throw new KernelSourceException(new Position(file, 1, 1), "no //@grid for kernel '" + kernel + "'");
            }
        }
        Map<String, IntExpression> locals = byKernel(header.locals(), kernels, header, file, "//@local");
        if (grids.values().stream().anyMatch(Grid::flexible)
                && OpenClText.blankComments(text).contains("get_global_size")) {
            throw new KernelSourceException(
                    new Position(file, header.lineCount() + 1, 1),
                    "get_global_size is that of a part of a launch: make the number an argument");
        }
        String expanded = IncludeExpansion.expand(file, text, includes);
        for (Map.Entry<String, Grid> grid : grids.entrySet()) {
            if (!grid.getValue().flexible() && !expanded.contains(GROUPS_IN_PARTS)) {
                throw new KernelSourceException(
                        new Position(file, header.lineCount() + 1, 1),
                        "kernel '" + grid.getKey() + "' has a grid of groups, so it needs #include \"types.clh\":"
                                + " a launch in parts counts groups by what stands there");
            }
        }
        return new KernelSource(header, text, expanded, grids, locals);
    }

    private static <T> Map<String, T> byKernel(
            Map<String, T> declared, List<String> kernels, KernelHeader header, String file, String directive) {
        Map<String, T> result = new LinkedHashMap<>();
        declared.forEach((kernel, value) -> {
            if (kernel.isEmpty() && kernels.size() > 1) {
                throw new KernelSourceException(
                        new Position(file, 1, 1),
                        directive + " must say of which kernel it is, '" + directive + " NAME: …', because there are "
                                + String.join(", ", kernels));
            }
            if (!kernel.isEmpty() && !kernels.contains(kernel)) {
                throw new KernelSourceException(
                        header.kernelNames().getOrDefault(kernel, new Position(file, 1, 1)),
                        directive + " of '" + kernel + "', but the file has " + String.join(", ", kernels));
            }
            String key = kernel.isEmpty() ? kernels.get(0) : kernel;
            if (result.putIfAbsent(key, value) != null) {
                throw new KernelSourceException(
                        new Position(file, 1, 1), "two " + directive + " of the kernel '" + key + "'");
            }
        });
        return Collections.unmodifiableMap(result);
    }

    /** The variant's name, {@code matmul_tiled}. */
    public String name() {
        return header.variant();
    }

    /** The routine that it is a way to compute, {@code matmul}. */
    public String routine() {
        return header.routine();
    }

    /** What it computes: the header's first line without the name. */
    public String summary() {
        return header.summary();
    }

    /** The prose field {@code name}, for example {@code order}, if the header has it. */
    public Optional<String> prose(String name) {
        return Optional.ofNullable(header.prose().get(name));
    }

    /** The routine's dimensions that its expressions use. */
    public List<String> dims() {
        return Collections.unmodifiableList(header.dims());
    }

    /** The tunables, in the order declared. */
    public List<Tunable> tunables() {
        return Collections.unmodifiableList(header.tunables());
    }

    /** The tunables' names and defaults, in the order declared. */
    public Map<String, Long> defaults() {
        Map<String, Long> defaults = new LinkedHashMap<>();
        header.tunables().forEach(tunable -> defaults.put(tunable.name(), tunable.defaultValue()));
        return Collections.unmodifiableMap(defaults);
    }

    /** What must hold for the variant to be launched; every one must. */
    public List<IntExpression> requires() {
        return Collections.unmodifiableList(header.requires());
    }

    /** The macros that a program is compiled for each value of. */
    public List<String> specialise() {
        return Collections.unmodifiableList(header.specialise());
    }

    /** The kind of machine it was written for. */
    public Prefers prefers() {
        return header.prefers();
    }

    /** Whether plans of other routines use it too. */
    public boolean isShared() {
        return header.shared();
    }

    /** The kernel functions in the file, in order. */
    public List<String> kernels() {
        return List.copyOf(grids.keySet());
    }

    /**
     * The index space of {@code kernel}.
     *
     * @throws IllegalArgumentException if there is no such kernel
     */
    public Grid grid(String kernel) {
        Grid grid = grids.get(kernel);
        if (grid == null) {
            throw noKernel(kernel);
        }
        return grid;
    }

    /**
     * The bytes of local memory that a work-group of {@code kernel} needs, if its header says so.
     *
     * @throws IllegalArgumentException if there is no such kernel
     */
    public Optional<IntExpression> local(String kernel) {
        if (!grids.containsKey(kernel)) {
            throw noKernel(kernel);
        }
        return Optional.ofNullable(locals.get(kernel));
    }

    private IllegalArgumentException noKernel(String kernel) {
        return new IllegalArgumentException(name() + ".cl has no kernel '" + kernel + "'; it has " + kernels());
    }

    /** The file as it was read, before its headers were put in. */
    public String original() {
        return original;
    }

    /** The program's text: the file with its headers put in, to be compiled as it is. */
    public String text() {
        return text;
    }

    /** The name and the routine. */
    @Override
    public String toString() {
        return name() + " of " + routine();
    }

    KernelHeader header() {
        return header;
    }
}
