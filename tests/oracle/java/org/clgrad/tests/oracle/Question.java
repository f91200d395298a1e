package org.clgrad.tests.oracle;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.tensor.Shape;

/**
 * An operation that PyTorch is asked about.
 *
 * @param name as in the catalogue
 * @param draw draws a sample
 */
record Question(String name, Function<Draw, Case> draw) {
    /**
     * One sample, said twice; the inputs are those that were drawn, x0, x1, … in PyTorch.
     *
     * @param ours in clgrad's calls
     * @param statements in TorchScript, before the outputs
     * @param outputs in TorchScript, an expression each
     */
    record Case(Function<List<Tensor>, List<Tensor>> ours, List<String> statements, List<String> outputs) {
        /** One output. */
        static Case of(Function<List<Tensor>, Tensor> ours, String torch, Object... arguments) {
            return new Case(in -> List.of(ours.apply(in)), List.of(), List.of(say(torch, arguments)));
        }

        /** The same with a statement before. */
        Case after(String statement, Object... arguments) {
            return new Case(ours, java.util.stream.Stream.concat(
                    statements.stream(), java.util.stream.Stream.of(say(statement, arguments))).toList(), outputs);
        }
    }

    /** Puts arguments, as Python writes them, in the places of braces. */
    static String say(String torch, Object... arguments) {
        StringBuilder text = new StringBuilder();
        int from = 0;
        for (Object argument : arguments) {
            int at = torch.indexOf("{}", from);
            if (at < 0) {
                throw new IllegalArgumentException("more arguments than places: " + torch);
            }
            text.append(torch, from, at).append(python(argument));
            from = at + 2;
        }
        return text.append(torch.substring(from)).toString();
    }

    private static String python(Object argument) {
        if (argument instanceof Boolean flag) {
            return flag ? "True" : "False";
        } else if (argument instanceof int[] numbers) {
            return Arrays.toString(numbers);
        } else if (argument instanceof long[] numbers) {
            return Arrays.toString(numbers);
        } else if (argument instanceof double[] numbers) {
            return Arrays.toString(numbers);
        } else if (argument instanceof Shape shape) {
            return Arrays.toString(shape.toArray());
        }
        return String.valueOf(argument);
    }
}
