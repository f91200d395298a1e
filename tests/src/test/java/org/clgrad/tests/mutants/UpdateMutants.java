package org.clgrad.tests.mutants;

import java.util.List;

/** The faults that are planted in optimizers and in what clips gradients. */
final class UpdateMutants {
    private UpdateMutants() {}

    static final List<Mutant> ALL = List.of(
            new Mutant(
                    "no correction of the first moment's bias",
                    "adam_update",
                    "rate / -m_expm1(t * log_beta1)",
                    "rate"),
            new Mutant(
                    "epsilon inside of the correction",
                    "adam_update",
                    "m_sqrt(largest) / (T)(correction2) + (T)(epsilon)",
                    "(m_sqrt(largest) + (T)(epsilon)) / (T)(correction2)"),
            new Mutant("the log wraps an entry late", "record_scalar", "position % n;", "position % (n + 1);"),
            new Mutant("uphill", "sgd_update", "fma((T)(-rate), d, p)", "fma((T)(rate), d, p)"),
            new Mutant("a vector for seven elements", "sgd_update", "i + 8 <= end", "i + 7 <= end"),
            // ---- what they share
            new Mutant(
                    "a tensor's last chunk is passed over",
                    "rmsprop_update",
                    "(n##k + CHUNK - 1) / CHUNK;",
                    "n##k / CHUNK;"),
            new Mutant(
                    "states are those of the first parameter",
                    "adadelta_update",
                    "#define TAKE_3(k) x3 = AT(x3_##k);",
                    "#define TAKE_3(k)"),
            new Mutant("a chunk is as long as the last one", "lion_update", "min(i + CHUNK, n##k)", "n##k"),
            // ---- formulas
            new Mutant("the step before is counted", "adagrad_update", "AT(step_in), 0) - 1;", "AT(step_in), 0);"),
            new Mutant("the mean is added", "rmsprop_update", "fma(-a, a, v)", "fma(a, a, v)"),
            new Mutant(
                    "the velocity is kept without the step",
                    "rmsprop_update",
                    "fma((T)(momentum), load(x3, i), step)",
                    "fma((T)(momentum), step, load(x3, i))"),
            new Mutant(
                    "epsilon outside of the root",
                    "adadelta_update",
                    "m_sqrt(before + (T)(epsilon))",
                    "(m_sqrt(before) + (T)(epsilon))"),
            new Mutant(
                    "the largest moment forgets",
                    "adam_update",
                    "((before >= v) | (before != before)) ? before : v",
                    "(before != before) ? before : v"),
            new Mutant(
                    "both steps have one momentum",
                    "nadam_update",
                    "m_exp((t + 1) * log_schedule)",
                    "m_exp(t * log_schedule)"),
            new Mutant(
                    "the schedule is a step late", "nadam_schedule", "const acc t = step;", "const acc t = step - 1;"),
            new Mutant("both moments are one", "lion_update", "fma((T)(beta2), m, (T)(rest2) * g)", "c"),
            new Mutant("every other step is counted", "increment", "(ulong)x[0] + 1", "(ulong)x[0] + 2"),
            // ---- clipping
            new Mutant(
                    "short gradients are stretched",
                    "scale_to_norm",
                    "quotient >= 1 ? AS_ACC(1) : quotient",
                    "quotient"),
            new Mutant("there is no lower end", "clamp_tensors", "x < (T)(-largest) ? (T)(-largest) : x", "x"),
            new Mutant("the rest of a chunk is left out", "gradient_norm_chunks", "MERGE(one, rest)", "one"),
            new Mutant(
                    "every launch begins at the first partial result",
                    "gradient_norm_chunks",
                    "[base + get_global_id(0)]",
                    "[get_global_id(0)]"),
            new Mutant(
                    "half of the tree is lost",
                    "gradient_norm_group",
                    "half_group = GROUP / 2;",
                    "half_group = GROUP / 4;"));
}
