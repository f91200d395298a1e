package org.clgrad.nn.data;

/**
 * A smooth random field of displacements over a square, as if the paper were rubber.
 *
 * <p>Simard et al. draw a displacement for every pixel and smooth the field with a Gaussian of standard deviation σ.
 * Here displacements are drawn at knots a distance h = σ√3 apart and joined by cubic B-splines: that kernel has standard
 * deviation h/√3 and stays within 4 % of the Gaussian's peak, and the field costs nothing but where it is asked for,
 * which is at some fifty points of a pen and not at every pixel.
 *
 * <p>Source: P. Simard, D. Steinkraus, J. Platt, "Best practices for convolutional neural networks applied to visual
 * document analysis", ICDAR 2003, §2.
 */
final class ElasticField {
    private final int knots;
    private final double spacing;
    private final double[] dx;
    private final double[] dy;

    /**
     * A field over 0 … {@code side} in both directions, at rest until {@link #draw}.
     *
     * @param side the side of the square
     * @param sigma the standard deviation of the smoothing
     */
    ElasticField(double side, double sigma) {
        spacing = sigma * Math.sqrt(3);
        // A cubic B-spline reaches one knot before and two behind the cell it is asked in.
        knots = (int) Math.ceil(side / spacing) + 3;
        dx = new double[knots * knots];
        dy = new double[knots * knots];
    }

    /** Draws the field anew, with displacements of the knots uniform in ±{@code alpha}. */
    void draw(SplitMix64 random, double alpha) {
        for (int i = 0; i < dx.length; i++) {
            dx[i] = random.nextDouble(-alpha, alpha);
            dy[i] = random.nextDouble(-alpha, alpha);
        }
    }

    /** The displacement along x at a point. */
    double dx(double x, double y) {
        return at(dx, x, y);
    }

    /** The displacement along y at a point. */
    double dy(double x, double y) {
        return at(dy, x, y);
    }

    private double at(double[] field, double x, double y) {
        int column = cell(x);
        int row = cell(y);
        double u = x / spacing - column;
        double v = y / spacing - row;
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            double along = 0;
            for (int j = 0; j < 4; j++) {
                along += weight(j, u) * field[(row + i) * knots + column + j];
            }
            sum += weight(i, v) * along;
        }
        return sum;
    }

    /** The cell a coordinate is in; points outside the square belong to the cell at its edge. */
    private int cell(double coordinate) {
        return Math.max(0, Math.min(knots - 4, (int) (coordinate / spacing)));
    }

    /** The weight at {@code t} in a cell of its {@code i}-th of four knots: the uniform cubic B-spline. */
    private static double weight(int i, double t) {
        return switch (i) {
            case 0 -> (1 - t) * (1 - t) * (1 - t) / 6;
            case 1 -> (3 * t * t * t - 6 * t * t + 4) / 6;
            case 2 -> (-3 * t * t * t + 3 * t * t + 3 * t + 1) / 6;
            default -> t * t * t / 6;
        };
    }
}
