package org.clgrad.tests.fuzz;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.clgrad.autograd.GradMode;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.TensorInPlace;
import org.clgrad.engine.Scope;
import org.jspecify.annotations.Nullable;

/**
 * A call of an operation.
 *
 * @param method the operation
 * @param arguments the tensor it is called on, if any, and its arguments
 */
record Call(Method method, List<Argument> arguments) {
    /** Whether it changes the tensor that it is called on. */
    boolean isInPlace() {
        return method.getDeclaringClass() == TensorInPlace.class;
    }

    /** The tensors that come of it. What changes in place is done without a graph, since it is refused with one. */
    List<Tensor> on(List<Tensor> tensors) {
        if (!isInPlace()) {
            return invoke(tensors);
        }
        try (Scope scope = GradMode.noGrad()) {
            return invoke(tensors);
        }
    }

    private List<Tensor> invoke(List<Tensor> tensors) {
        @Nullable
        Object[] given =
                arguments.stream().map(argument -> argument.on(tensors)).toArray();
        boolean isStatic = Modifier.isStatic(method.getModifiers());
        try {
            Object result = isStatic
                    ? method.invoke(null, given)
                    : method.invoke(given[0], Arrays.copyOfRange(given, 1, given.length));
            return flat(result);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Tensor> flat(Object result) throws IllegalAccessException, InvocationTargetException {
        if (result instanceof Tensor tensor) {
            return List.of(tensor);
        } else if (result instanceof List<?> list) {
            return list.stream().map(Tensor.class::cast).toList();
        } else if (result instanceof Tensor[] array) {
            return List.of(array);
        }
        List<Tensor> parts = new ArrayList<>();
        for (RecordComponent part : result.getClass().getRecordComponents()) {
            if (part.getType() == Tensor.class) {
                parts.add((Tensor) part.getAccessor().invoke(result));
            }
        }
        return parts;
    }

    /** The same call with other places of tensors. */
    Call moved(IntUnaryOperator places) {
        return new Call(
                method,
                arguments.stream().map(argument -> argument.moved(places)).toList());
    }

    /** The tensors that it takes. */
    List<Integer> takes() {
        return arguments.stream().flatMapToInt(Argument::takes).boxed().toList();
    }

    /** Whether it makes tensors of numbers alone. */
    boolean takesNoTensor() {
        return arguments.stream()
                .allMatch(argument -> argument instanceof Argument.Value || argument instanceof Argument.Here);
    }

    /** As Java. */
    @Override
    public String toString() {
        List<String> words = arguments.stream().map(Argument::toString).toList();
        String owner = method.getDeclaringClass().getSimpleName();
        boolean isStatic = Modifier.isStatic(method.getModifiers());
        return (isStatic ? owner : words.get(0)) + "." + method.getName() + "("
                + String.join(", ", isStatic ? words : words.subList(1, words.size())) + ")";
    }
}
