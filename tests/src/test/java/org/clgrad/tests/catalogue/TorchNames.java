package org.clgrad.tests.catalogue;

import java.util.Map;

/** What PyTorch calls an operation, where that is not what it is called here. */
final class TorchNames {
    private static final Map<String, String> OTHERS = Map.ofEntries(
            Map.entry("adaptive_avg_pool", "adaptive_avg_pool1d, 2d, 3d"),
            Map.entry("adaptive_max_pool", "adaptive_max_pool1d, 2d, 3d"),
            Map.entry("adaptive_max_pool_with_indices", "adaptive_max_pool1d, 2d, 3d with return_indices"),
            Map.entry("add_product_in_place", "addcmul_"),
            Map.entry("avg_pool", "avg_pool1d, 2d, 3d"),
            Map.entry("binary_cross_entropy_with_logits", "binary_cross_entropy_with_logits"),
            Map.entry("convolution", "conv1d, 2d, 3d"),
            Map.entry("copy", "clone"),
            Map.entry("deviation", "std"),
            Map.entry("div_into", "none; number / x"),
            Map.entry("gelu_tanh", "gelu with approximate='tanh'"),
            Map.entry("gaussian_nll_loss", "gaussian_nll_loss"),
            Map.entry("hard_sigmoid", "hardsigmoid"),
            Map.entry("hard_swish", "hardswish"),
            Map.entry("hard_tanh", "hardtanh"),
            Map.entry("hinge_loss", "none; Keras has it"),
            Map.entry("index", "indexing by tensors, x[i, j]"),
            Map.entry("interpolate_by", "interpolate with scale_factor"),
            Map.entry("is_finite", "isfinite"),
            Map.entry("is_inf", "isinf"),
            Map.entry("is_nan", "isnan"),
            Map.entry("local_response_norm", "local_response_norm"),
            Map.entry("log_sigmoid", "logsigmoid"),
            Map.entry("log_sum_exp", "logsumexp"),
            Map.entry("lp_pool", "lp_pool1d, 2d"),
            Map.entry("max", "amax"),
            Map.entry("max_pool", "max_pool1d, 2d, 3d"),
            Map.entry("max_pool_with_indices", "max_pool1d, 2d, 3d with return_indices"),
            Map.entry("max_unpool", "max_unpool1d, 2d, 3d"),
            Map.entry("min", "amin"),
            Map.entry("linear_relu", "relu of linear"),
            Map.entry("convolution_relu", "relu of conv1d, 2d, 3d plus a tensor"),
            Map.entry("max_pool_relu", "relu of max_pool"),
            Map.entry("batch_norm_relu", "relu of batch_norm plus a tensor"),
            Map.entry("normalise", "batch_norm with training=False"),
            Map.entry("normalise_relu", "relu of batch_norm with training=False plus a tensor"),
            Map.entry("pow_of", "pow with a number for its base"),
            Map.entry("sub_from", "rsub"),
            Map.entry("sum_to", "sum_to_size"),
            Map.entry("transposed_convolution", "conv_transpose1d, 2d, 3d"),
            Map.entry("variance", "var"));

    private static final String IN_PLACE = "_in_place";

    private TorchNames() {}

    /** The name there, or nothing where it is the same. */
    static String of(String name) {
        if (name.endsWith(IN_PLACE) && !OTHERS.containsKey(name)) {
            return name.substring(0, name.length() - IN_PLACE.length()) + "_";
        }
        String other = OTHERS.getOrDefault(name, "");
        return other.equals(name) ? "" : other;
    }
}
