package org.clgrad.tests.fuzz;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A call of an operation.
 *
 * @param method the operation
 * @param arguments the tensor it is called on, if any, and its arguments; a {@link Ref} in place of each tensor
 */
record Call(Method method, List<@Nullable Object> arguments) {
    /** The n-th tensor of a graph, leaves first. */
    record Ref(int index) {
        @Override
        public String toString() {
            return "t.get(" + index + ")";
        }
    }

    /** The tensors that come of it. */
    List<Tensor> on(List<Tensor> tensors) {
        @Nullable
        Object[] given = arguments.stream()
                .map(argument -> argument instanceof Ref ref
                        ? tensors.get(ref.index())
                        : argument instanceof Ref[] refs
                                ? Arrays.stream(refs)
                                        .map(ref -> tensors.get(ref.index()))
                                        .toArray(Tensor[]::new)
                                : argument)
                .toArray();
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
    Call moved(java.util.function.IntUnaryOperator places) {
        return new Call(
                method,
                arguments.stream()
                        .<@Nullable Object>map(argument -> argument instanceof Ref ref
                                ? new Ref(places.applyAsInt(ref.index()))
                                : argument instanceof Ref[] refs
                                        ? Arrays.stream(refs)
                                                .map(ref -> new Ref(places.applyAsInt(ref.index())))
                                                .toArray(Ref[]::new)
                                        : argument)
                        .collect(Collectors.toList()));
    }

    /** The tensors that it takes. */
    List<Integer> takes() {
        List<Integer> taken = new ArrayList<>();
        for (Object argument : arguments) {
            if (argument instanceof Ref ref) {
                taken.add(ref.index());
            } else if (argument instanceof Ref[] refs) {
                Arrays.stream(refs).map(Ref::index).forEach(taken::add);
            }
        }
        return taken;
    }

    /** As Java. */
    @Override
    public String toString() {
        List<String> words = arguments.stream().map(Call::java).toList();
        String owner = method.getDeclaringClass().getSimpleName();
        boolean isStatic = Modifier.isStatic(method.getModifiers());
        return (isStatic ? owner : words.get(0)) + "." + method.getName() + "("
                + String.join(", ", isStatic ? words : words.subList(1, words.size())) + ")";
    }

    private static String java(@Nullable Object argument) {
        if (argument instanceof int[] numbers) {
            return "new int[] " + Arrays.toString(numbers).replace('[', '{').replace(']', '}');
        } else if (argument instanceof long[] numbers) {
            return "new long[] " + Arrays.toString(numbers).replace('[', '{').replace(']', '}');
        } else if (argument instanceof Ref[] refs) {
            return Arrays.stream(refs).map(Ref::toString).collect(Collectors.joining(", "));
        } else if (argument instanceof Enum<?> constant) {
            return constant.getDeclaringClass().getName().replace('$', '.') + "." + constant.name();
        } else if (argument instanceof Shape shape) {
            return shape(shape);
        }
        return argument instanceof DType dtype ? "DType." + dtype : String.valueOf(argument);
    }

    static String shape(Shape shape) {
        return Arrays.stream(shape.toArray())
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(", ", "Shape.of(", ")"));
    }
}
