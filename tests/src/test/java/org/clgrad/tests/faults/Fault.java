package org.clgrad.tests.faults;

import org.clgrad.engine.cl.binding.Cl;

/**
 * One call that fails.
 *
 * @param call which
 * @param code with what
 * @param first the number, from 1, of the call that fails
 * @param lasting whether all after it fail too
 */
record Fault(Call call, int code, long first, boolean lasting) {
    boolean hits(long number) {
        return lasting ? number >= first : number == first;
    }

    @Override
    public String toString() {
        return call.function() + " with " + Cl.errorName(code) + ", call " + first
                + (lasting ? " and all after it" : "");
    }
}
