package org.clgrad.tests.fuzz;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.clgrad.autograd.RecurrentStack;
import org.clgrad.autograd.RecurrentWeights;
import org.clgrad.autograd.RunningMoments;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.routine.conv.ConvAxis;
import org.clgrad.engine.routine.conv.ConvGeometry;
import org.clgrad.engine.routine.pool.PoolWindow;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;

/** Draws arguments by their type alone, for a tensor of a graph. */
final class Arguments {
    private static final String TENSORS = "java.util.List<" + Tensor.class.getName() + ">";
    private static final String WEIGHTS = "java.util.List<" + RecurrentWeights.class.getName() + ">";
    private static final Set<Type> KNOWN = Set.of(
            Tensor.class,
            Tensor[].class,
            double.class,
            Double.class,
            double[].class,
            int.class,
            long.class,
            boolean.class,
            int[].class,
            long[].class,
            String.class,
            Shape.class,
            Device.class,
            PoolWindow.class,
            ConvGeometry.class,
            RecurrentStack.class,
            RunningMoments.class);
    /** What numbers may be. */
    static final List<Double> NUMBERS = List.of(0.5, 1.0, 2.0, 0.25, 1e-3, 3.0, 0.0, -1.0);

    private static final List<String> EQUATIONS =
            List.of("ij,jk->ik", "ij,ij->i", "ij->ji", "ij,kj", "bij,bij->bj", "i,j->ij", "ij,jk,kl->il", "i...->...i");
    private static final int LONGEST_AXIS = 3;

    private final List<Tensor> tensors;
    private final int self;
    private final List<DType> dtypes;
    private final List<Double> numbers;
    private final Random random;
    private final int layers;
    private final boolean bothWays;

    /**
     * @param self the place of the tensor that a call is on
     * @param dtypes the element types that there may be
     * @param numbers what numbers may be
     */
    Arguments(List<Tensor> tensors, int self, List<DType> dtypes, List<Double> numbers, Random random) {
        this.numbers = numbers;
        this.tensors = tensors;
        this.self = self;
        this.dtypes = dtypes;
        this.random = random;
        this.layers = 1 + random.nextInt(2);
        this.bothWays = random.nextBoolean();
    }

    /** Whether arguments of a type can be drawn. */
    static boolean knows(Type type) {
        return KNOWN.contains(type)
                || (type instanceof Class<?> constants && constants.isEnum())
                || type.getTypeName().equals(TENSORS)
                || type.getTypeName().equals(WEIGHTS);
    }

    /** One of a type. */
    Argument draw(Type type) {
        if (type == Tensor.class) {
            return like();
        } else if (type == Tensor[].class || type.getTypeName().equals(TENSORS)) {
            List<Argument.Ref> refs =
                    Stream.generate(this::like).limit(1 + random.nextInt(3)).toList();
            return new Argument.Several(refs, type != Tensor[].class);
        } else if (type.getTypeName().equals(WEIGHTS)) {
            return weights();
        } else if (type == RunningMoments.class) {
            return new Argument.Moments(channels(), channels(), 0.25);
        } else if (type == Device.class) {
            return new Argument.Here();
        }
        Class<?> plain = (Class<?>) type;
        return new Argument.Value(plain, value(plain));
    }

    private Object value(Class<?> type) {
        Shape shape = tensors.get(self).shape();
        if (type == double.class || type == Double.class) {
            return number();
        } else if (type == double[].class) {
            return IntStream.range(0, count(shape)).mapToDouble(i -> number()).toArray();
        } else if (type == int.class) {
            return random.nextInt(5) - 1;
        } else if (type == long.class) {
            return (long) (random.nextInt(6) - 1);
        } else if (type == boolean.class) {
            return random.nextBoolean();
        } else if (type == int[].class) {
            return random.ints(count(shape), -1, 3).toArray();
        } else if (type == long[].class) {
            return random.longs(count(shape), -1, 4).toArray();
        } else if (type == String.class) {
            return EQUATIONS.get(random.nextInt(EQUATIONS.size()));
        } else if (type == Shape.class) {
            return tensors.get(random.nextInt(tensors.size())).shape();
        } else if (type == PoolWindow.class) {
            return window(spatial(shape));
        } else if (type == ConvGeometry.class) {
            return new ConvGeometry(
                    Stream.generate(this::axis).limit(spatial(shape)).toList(), random.nextInt(4) == 0 ? 2 : 1);
        } else if (type == RecurrentStack.class) {
            return new RecurrentStack(layers, random.nextBoolean(), random.nextInt(3) == 0 ? 0.5 : 0, bothWays);
        }
        List<?> constants = type == DType.class ? dtypes : List.of(type.getEnumConstants());
        return constants.get(random.nextInt(constants.size()));
    }

    private double number() {
        return numbers.get(random.nextInt(numbers.size()));
    }

    /** How many axes there are behind samples and channels. */
    private static int spatial(Shape shape) {
        return Math.min(PoolWindow.MOST_AXES, Math.max(1, shape.rank() - 2));
    }

    private PoolWindow window(int axes) {
        if (random.nextInt(3) == 0) {
            return new PoolWindow.Adaptive(Stream.generate(() -> 1L + random.nextInt(LONGEST_AXIS))
                    .limit(axes)
                    .toList());
        }
        return new PoolWindow.Sliding(
                Stream.generate(() -> {
                            int kernel = 1 + random.nextInt(LONGEST_AXIS);
                            int dilation = 1 + random.nextInt(2);
                            int pad = random.nextInt(((kernel - 1) * dilation + 1) / 2 + 1);
                            return new PoolWindow.Axis(kernel, 1 + random.nextInt(2), pad, dilation);
                        })
                        .limit(axes)
                        .toList(),
                random.nextBoolean());
    }

    private ConvAxis axis() {
        return new ConvAxis(1 + random.nextInt(2), random.nextInt(2), random.nextInt(3), 1 + random.nextInt(2));
    }

    /** Mostly the rank, or that of the spatial axes. */
    private int count(Shape shape) {
        return switch (random.nextInt(4)) {
            case 0 -> shape.rank();
            case 1 -> Math.max(1, shape.rank() - 2);
            default -> random.nextInt(3);
        };
    }

    /** A tensor, mostly one of the same type and rank. */
    private Argument.Ref like() {
        Tensor first = tensors.get(self);
        return random.nextInt(4) == 0
                ? new Argument.Ref(random.nextInt(tensors.size()))
                : one(i -> tensors.get(i).dtype() == first.dtype()
                        && tensors.get(i).rank() == first.rank());
    }

    /** Matrices that go with the last axis of the tensor and with one another, if there are such. */
    private Argument.Weights weights() {
        Tensor x = tensors.get(self);
        Argument.Ref input =
                one(i -> fits(i, x, 2) && x.rank() > 0 && tensors.get(i).size(1) == x.size(-1));
        Tensor given = tensors.get(input.index());
        Argument.Ref recurrent = one(i -> fits(i, x, 2)
                && given.rank() > 0
                && tensors.get(i).size(0) == given.size(0)
                && tensors.get(i).size(1) < given.size(0));
        Argument.Ref bias =
                one(i -> fits(i, x, 1) && given.rank() > 0 && tensors.get(i).size(0) == given.size(0));
        return new Argument.Weights(input, recurrent, random.nextBoolean() ? bias : null, layers * (bothWays ? 2 : 1));
    }

    /** A vector for the tensor's channels, if there is one. */
    private Argument.Ref channels() {
        Tensor x = tensors.get(self);
        return one(i -> fits(i, x, 1) && x.rank() > 1 && tensors.get(i).size(0) == x.size(1));
    }

    private boolean fits(int place, Tensor x, int rank) {
        return tensors.get(place).dtype() == x.dtype() && tensors.get(place).rank() == rank;
    }

    /** One of those that fit; any if none does. */
    private Argument.Ref one(IntPredicate fits) {
        int[] all = IntStream.range(0, tensors.size()).filter(fits).toArray();
        return new Argument.Ref(all.length == 0 ? random.nextInt(tensors.size()) : all[random.nextInt(all.length)]);
    }
}
