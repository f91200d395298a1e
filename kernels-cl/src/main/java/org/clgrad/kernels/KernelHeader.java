package org.clgrad.kernels;

import java.util.List;
import java.util.Map;

/**
 * What the comment block at the top of a kernel file says, see the package's documentation for its form.
 *
 * @param dims the routine's dimensions that its expressions use
 * @param grids by kernel function; {@code ""} for one without a name
 * @param locals by kernel function; {@code ""} for one without a name
 * @param shared whether plans of other routines use it too
 * @param declared where each dimension, tunable and specialise name was declared
 * @param kernelNames where a {@code //@grid} or {@code //@local} named a kernel function
 * @param lineCount how many lines the block has
 */
record KernelHeader(
        String variant,
        String routine,
        String summary,
        Map<String, String> prose,
        List<String> dims,
        List<Tunable> tunables,
        List<IntExpression> requires,
        Map<String, Grid> grids,
        Map<String, IntExpression> locals,
        List<String> specialise,
        Prefers prefers,
        boolean shared,
        Map<String, Position> declared,
        Map<String, Position> kernelNames,
        int lineCount) {}
