package org.clgrad.autograd;

import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Products of vectors, of matrices and of tensors of any rank, beside {@link TensorLayers#matmul}, of which they are made: so
 * all that sum take floating-point types only.
 * Sums are those of matmul: the order is the device's, the error of a sum of k terms at most (k + 2)·u·Σ|terms|. All have
 * gradients of any order.
 */
public sealed interface TensorLinearAlgebra permits Tensor {
    /** The tensor these methods belong to. */
    Tensor self();

    private static void check(String operation, String argument, Tensor tensor, int rank, String expected) {
        if (tensor.rank() != rank) {
            throw new MismatchException(
                    operation, argument, expected, tensor.shape().toString());
        }
    }

    /**
     * Σᵢ xᵢ·yᵢ of two vectors of one length, a scalar; 0 if they are empty.
     *
     * @throws MismatchException if one is no vector, the lengths or types differ, or the type is not a floating-point one
     */
    default Tensor dot(Tensor other) {
        check("dot", "x", self(), 1, "a vector [n]");
        check("dot", "y", other, 1, "a vector [n]");
        if (self().size(0) != other.size(0)) {
            throw new MismatchException(
                    "dot",
                    "y",
                    "the length of x" + self().shape(),
                    other.shape().toString());
        }
        return self().matmul(other);
    }

    /**
     * xᵢ·yⱼ of two vectors, [n,m].
     *
     * @throws MismatchException if one is no vector
     */
    default Tensor outer(Tensor other) {
        check("outer", "x", self(), 1, "a vector [n]");
        check("outer", "y", other, 1, "a vector [m]");
        return self().unsqueeze(1).mul(other);
    }

    /**
     * A·x of a matrix [m,k] and a vector [k].
     *
     * @throws MismatchException if the ranks are others, or the inner sizes differ
     */
    default Tensor mv(Tensor vector) {
        check("mv", "A", self(), 2, "a matrix [m,k]");
        check("mv", "x", vector, 1, "a vector [k]");
        return self().matmul(vector);
    }

    /**
     * A·B of two matrices, without broadcasting.
     *
     * @throws MismatchException if the ranks are others, or the inner sizes differ
     */
    default Tensor mm(Tensor other) {
        check("mm", "A", self(), 2, "a matrix [m,k]");
        check("mm", "B", other, 2, "a matrix [k,n]");
        return self().matmul(other);
    }

    /**
     * A·B of two stacks of as many matrices, [b,m,k]·[b,k,n], without broadcasting.
     *
     * @throws MismatchException if the ranks are others, or the numbers of matrices or the inner sizes differ
     */
    default Tensor bmm(Tensor other) {
        check("bmm", "A", self(), 3, "matrices [b,m,k]");
        check("bmm", "B", other, 3, "matrices [b,k,n]");
        if (self().size(0) != other.size(0)) {
            throw new MismatchException(
                    "bmm", "B", self().size(0) + " matrices", other.shape().toString());
        }
        return self().matmul(other);
    }

    /**
     * yₖ = Σᵢⱼ xᵢ·Wₖᵢⱼ·zⱼ + bₖ over the last axes: x[…,I], z[…,J], y[…,K], the axes before the last alike. The sum over i is
     * taken first.
     *
     * @param other z
     * @param weight W [K,I,J], as PyTorch keeps it
     * @param bias [K], or null
     * @throws MismatchException if the shapes do not fit
     */
    default Tensor bilinear(Tensor other, Tensor weight, @Nullable Tensor bias) {
        Tensor x = self();
        if (weight.rank() != 3) {
            throw new MismatchException(
                    "bilinear", "weight", "[out, in1, in2]", weight.shape().toString());
        }
        long out = weight.size(0);
        long first = weight.size(1);
        long second = weight.size(2);
        if (x.rank() < 1 || x.size(-1) != first) {
            throw new MismatchException(
                    "bilinear", "input 1", "[…," + first + "]", x.shape().toString());
        }
        Shape expected = x.shape().with(x.rank() - 1, second);
        if (!other.shape().equals(expected)) {
            throw new MismatchException(
                    "bilinear", "input 2", expected.toString(), other.shape().toString());
        }
        if (bias != null && !bias.shape().equals(Shape.of(out))) {
            throw new MismatchException(
                    "bilinear", "bias", "[" + out + "]", bias.shape().toString());
        }
        Shape result = x.shape().with(x.rank() - 1, out);
        long rows = x.shape().without(-1).elements();
        Tensor joined = weight.permute(1, 0, 2).reshape(Shape.of(first, out * second));
        Tensor halves = x.reshape(Shape.of(rows, first)).matmul(joined).reshape(Shape.of(rows, out, second));
        Tensor y = halves.matmul(other.reshape(Shape.of(rows, second, 1))).reshape(result);
        return bias == null ? y : y.add(bias);
    }

    /**
     * A diagonal of two axes: the elements whose index along {@code columns} is the one along {@code rows} plus {@code
     * offset}. The two axes go away, and the diagonal is the last axis; a view.
     *
     * @throws MismatchException if there are no such axes, or they are one
     */
    default Tensor diagonal(long offset, int rows, int columns) {
        int[] axes = self().shape().axes("diagonal", rows, columns);
        return new Diagonal(offset, axes[0], axes[1]).apply(self());
    }

    /**
     * A sum of products by Einstein's rule. Each operand has its axes named by letters, {@code "bij,bjk->bik"}: an element of
     * the result is the sum, over all letters that it does not have itself, of the products of the operands' elements.
     *
     * <p>A letter twice in an operand means its diagonal. {@code ...} stands for the axes that are not named, which broadcast.
     * Without an arrow the result has the axes of the dots, then all letters that are there just once, in alphabetical order,
     * capitals first. Dots that the result is not given are summed over. An axis of size 1 broadcasts against others of its
     * letter. So far PyTorch's rules.
     *
     * <p>Operands are contracted two at a time, always the two that take the fewest multiplications. Where a letter is
     * summed over in two operands they are a matrix product, which takes floating-point types only.
     *
     * @throws MismatchException if the equation cannot be read, or does not fit the operands
     */
    static Tensor einsum(String equation, Tensor... operands) {
        return new Contraction(EinsumEquation.parse(equation, operands)).result();
    }
}
