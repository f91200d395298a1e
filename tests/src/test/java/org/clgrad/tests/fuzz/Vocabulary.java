package org.clgrad.tests.fuzz;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.Tensors;
import org.clgrad.engine.tensor.DType;
import org.jspecify.annotations.Nullable;

/**
 * The operations of {@code Tensor} and {@code Tensors}, found by reflection, so that new ones are met as soon as they
 * compile. Arguments are drawn by their type alone: what does not fit is refused, which costs little and tries refusals too.
 */
final class Vocabulary {
    private final List<Method> methods;
    private final List<Method> unknown;
    private final List<DType> dtypes;
    private final List<Double> numbers;

    /** Of graphs that may have these element types. */
    Vocabulary(List<DType> dtypes) {
        this(dtypes, Arguments.NUMBERS);
    }

    /** The same, with given numbers as arguments. */
    Vocabulary(List<DType> dtypes, List<Double> numbers) {
        this.numbers = List.copyOf(numbers);
        this.dtypes = List.copyOf(dtypes);
        Stream<Method> ofTensors = Arrays.stream(Tensor.class.getInterfaces())
                .filter(home -> home.getPackageName().equals(Tensor.class.getPackageName()))
                .flatMap(home -> Arrays.stream(home.getMethods()))
                .filter(method -> method.isDefault() || Modifier.isStatic(method.getModifiers()));
        List<Method> all = Stream.concat(ofTensors, Arrays.stream(Tensors.class.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> method.getReturnType() == Tensor.class
                        || method.getReturnType() == Tensor[].class
                        || method.getReturnType() == List.class
                        || method.getReturnType().isRecord())
                .sorted(Comparator.comparing(Method::toString))
                .toList();
        methods = all.stream().filter(Vocabulary::isKnown).toList();
        unknown = all.stream().filter(method -> !isKnown(method)).toList();
    }

    private static boolean isKnown(Method method) {
        return Arrays.stream(method.getGenericParameterTypes()).allMatch(Arguments::knows);
    }

    /** Operations that take what cannot be drawn. */
    List<Method> unknown() {
        return unknown;
    }

    /** How many there are by name. */
    long size() {
        return methods.stream().map(Method::getName).distinct().count();
    }

    /** Their names. */
    Set<String> names() {
        return methods.stream().map(Method::getName).collect(Collectors.toCollection(TreeSet::new));
    }

    /** A call on tensors of a graph, which may not be possible. */
    Call draw(List<Tensor> tensors, Random random) {
        Method method = methods.get(random.nextInt(methods.size()));
        return draw(method, tensors, random.nextInt(tensors.size()), random);
    }

    /** A call of an operation, on one of the tensors if it is called on any. */
    Call draw(String name, List<Tensor> tensors, int self, Random random) {
        List<Method> own =
                methods.stream().filter(method -> method.getName().equals(name)).toList();
        return draw(own.get(random.nextInt(own.size())), tensors, self, random);
    }

    private Call draw(Method method, List<Tensor> tensors, int self, Random random) {
        List<Argument> arguments = new ArrayList<>();
        if (!Modifier.isStatic(method.getModifiers())) {
            arguments.add(new Argument.Ref(self));
        }
        Arguments known = new Arguments(tensors, self, dtypes, numbers, random);
        Type[] types = method.getGenericParameterTypes();
        AnnotatedType[] annotated = method.getAnnotatedParameterTypes();
        for (int i = 0; i < types.length; i++) {
            boolean leaveOut = annotated[i].isAnnotationPresent(Nullable.class) && random.nextBoolean();
            arguments.add(leaveOut ? new Argument.Value(method.getParameterTypes()[i], null) : known.draw(types[i]));
        }
        return new Call(method, arguments);
    }
}
