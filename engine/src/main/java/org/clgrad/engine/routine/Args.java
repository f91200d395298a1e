package org.clgrad.engine.routine;

import java.util.List;

/** The operands of a reference computation; outputs changed in place are among both. */
public record Args(List<HostArray> in, List<HostArray> out) {
    public HostArray in(int index) {
        return in.get(index);
    }

    public HostArray out(int index) {
        return out.get(index);
    }
}
