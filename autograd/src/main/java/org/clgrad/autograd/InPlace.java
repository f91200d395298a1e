package org.clgrad.autograd;

import org.clgrad.engine.tensor.MismatchException;

/**
 * What changes in place must not do while graphs are made: none is made of them, so a tensor whose gradient goes another way
 * than its values came would have a wrong one, and nobody would notice.
 */
final class InPlace {
    private InPlace() {}

    /** Refuses to change a tensor of which a gradient is wanted, be it made by hand or a result. */
    static void refuseWanted(String operation, Tensor changed) {
        if (GradMode.isEnabled() && changed.source() instanceof Source.Leaf) {
            throw refused(operation, "the tensor " + changed.data().spec(), "one that requires a gradient");
        }
        refuseResult(operation, changed);
    }

    /** Refuses to change a result. */
    static void refuseResult(String operation, Tensor changed) {
        if (GradMode.isEnabled() && changed.source() instanceof Source.Output output) {
            throw refused(
                    operation,
                    "the tensor " + changed.data().spec(),
                    "a result of " + output.function().name());
        }
    }

    /** Refuses to take from tensors of which gradients are wanted. */
    static void refuseOperands(String operation, Tensor... operands) {
        for (Tensor operand : operands) {
            if (GradMode.isEnabled() && operand.requiresGrad()) {
                throw refused(operation, "the operand " + operand.data().spec(), "one that requires a gradient");
            }
        }
    }

    private static MismatchException refused(String operation, String argument, String actual) {
        return new MismatchException(
                operation + " in place",
                argument,
                "to be one of which no gradient is wanted, or a scope of GradMode.noGrad()",
                actual);
    }
}
