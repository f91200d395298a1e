package org.clgrad.tests.fuzz;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The operations of {@code Tensor}, found by reflection, so that new ones are met as soon as they compile. Arguments are
 * drawn by their type alone: what does not fit is refused, which costs little and tries refusals too.
 */
final class Vocabulary {
    private static final Set<Class<?>> KNOWN = Set.of(
            Tensor.class,
            Tensor[].class,
            double.class,
            int.class,
            long.class,
            boolean.class,
            int[].class,
            long[].class,
            Shape.class);

    /** Numbers that are random, or have no gradient to compare, or take what is no tensor. */
    private static final Set<String> OTHERS =
            Set.of("self", "dropout", "bernoulli", "multinomial", "randomPermutation", "empty");

    private final List<Method> methods;

    Vocabulary() {
        methods = Arrays.stream(Tensor.class.getInterfaces())
                .filter(home -> home.getPackageName().equals(Tensor.class.getPackageName()))
                .flatMap(home -> Arrays.stream(home.getMethods()))
                .filter(method -> method.isDefault() || Modifier.isStatic(method.getModifiers()))
                .filter(method -> !method.getName().endsWith("InPlace") && !OTHERS.contains(method.getName()))
                .filter(method -> method.getReturnType() == Tensor.class
                        || method.getReturnType() == List.class
                        || method.getReturnType().isRecord())
                .filter(method -> Arrays.stream(method.getParameterTypes())
                        .allMatch(type -> KNOWN.contains(type) || (type.isEnum() && type != DType.class)))
                .sorted(Comparator.comparing(Method::toString))
                .toList();
    }

    /** How many there are by name. */
    long size() {
        return methods.stream().map(Method::getName).distinct().count();
    }

    /** A call on tensors of a graph, which may not be possible. */
    Call draw(List<Tensor> tensors, Random random) {
        Method method = methods.get(random.nextInt(methods.size()));
        List<@Nullable Object> arguments = new ArrayList<>();
        int self = random.nextInt(tensors.size());
        if (!Modifier.isStatic(method.getModifiers())) {
            arguments.add(new Call.Ref(self));
        }
        Class<?>[] types = method.getParameterTypes();
        AnnotatedType[] annotated = method.getAnnotatedParameterTypes();
        for (int i = 0; i < types.length; i++) {
            boolean leaveOut = annotated[i].isAnnotationPresent(Nullable.class) && random.nextBoolean();
            arguments.add(leaveOut ? null : argument(types[i], tensors, self, random));
        }
        return new Call(method, arguments);
    }

    private static Object argument(Class<?> type, List<Tensor> tensors, int self, Random random) {
        Shape shape = tensors.get(self).shape();
        if (type == Tensor.class) {
            return like(tensors, self, random);
        } else if (type == Tensor[].class) {
            return IntStream.rangeClosed(0, random.nextInt(3))
                    .mapToObj(i -> like(tensors, self, random))
                    .toArray(Call.Ref[]::new);
        } else if (type == double.class) {
            return List.of(0.5, 1.0, 2.0, 0.25, 1e-3, 3.0).get(random.nextInt(6));
        } else if (type == int.class) {
            return random.nextInt(5) - 1;
        } else if (type == long.class) {
            return (long) (random.nextInt(6) - 1);
        } else if (type == boolean.class) {
            return random.nextBoolean();
        } else if (type == int[].class) {
            return random.ints(count(shape, random), 0, 3).toArray();
        } else if (type == long[].class) {
            return random.longs(count(shape, random), 0, 4).toArray();
        } else if (type == Shape.class) {
            return tensors.get(random.nextInt(tensors.size())).shape();
        }
        Object[] constants = type.getEnumConstants();
        return constants[random.nextInt(constants.length)];
    }

    /** Mostly the rank, or that of the spatial axes. */
    private static int count(Shape shape, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> shape.rank();
            case 1 -> Math.max(1, shape.rank() - 2);
            default -> random.nextInt(3);
        };
    }

    /** A tensor, mostly one of the same type and rank. */
    private static Call.Ref like(List<Tensor> tensors, int self, Random random) {
        Tensor first = tensors.get(self);
        List<Integer> alike = IntStream.range(0, tensors.size())
                .filter(i -> tensors.get(i).dtype() == first.dtype()
                        && tensors.get(i).rank() == first.rank())
                .boxed()
                .toList();
        return new Call.Ref(
                random.nextInt(4) == 0 ? random.nextInt(tensors.size()) : alike.get(random.nextInt(alike.size())));
    }
}
