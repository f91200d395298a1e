package org.clgrad.kernels;

/**
 * A place in a kernel's source, as editors count: lines and columns from 1.
 *
 * @param file name of the file without its folder, for example {@code matmul_tiled.cl}
 */
public record Position(String file, int line, int column) {
    /** {@code file:line:column}, the form that editors and terminals turn into a link. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
