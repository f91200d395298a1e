package org.clgrad.engine;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.TensorSpec;

/** The checks and allocations that every device makes around a launch, for implementers of {@link Device}. */
public final class Launching {
    private Launching() {}

    /**
     * What a routine gives for inputs of given specs.
     *
     * @param specs of the outputs
     * @param inPlace which input each output is that is changed in place, −1 for a new one; may be shorter than {@code specs}
     */
    public record Results(List<TensorSpec> specs, List<Integer> inPlace) {
        /** Which input an output is, −1 if it is a new tensor. */
        int input(int output) {
            return output < inPlace.size() ? inPlace.get(output) : -1;
        }
    }

    /** The specs of tensors. */
    public static List<TensorSpec> specs(List<TensorData> tensors) {
        TensorSpec[] specs = new TensorSpec[tensors.size()];
        for (int i = 0; i < specs.length; i++) {
            specs[i] = tensors.get(i).spec();
        }
        return List.of(specs);
    }

    /**
     * What a routine gives: new tensors are dense, what is changed in place stays as it lies.
     *
     * @throws MismatchException if the inputs do not fit
     */
    public static Results results(Routine routine, List<TensorSpec> in) {
        Results inferred = new Results(routine.infer(in), List.copyOf(routine.inPlace()));
        List<TensorSpec> specs = new ArrayList<>();
        for (int i = 0; i < inferred.specs().size(); i++) {
            TensorSpec spec = inferred.specs().get(i);
            if (inferred.input(i) < 0) {
                // New tensors are dense, whatever the spec was taken from.
                specs.add(TensorSpec.of(spec.dtype(), spec.shape()));
                continue;
            }
            TensorSpec changed = in.get(inferred.input(i));
            if (changed.layout().repeats()) {
                throw new MismatchException(
                        routine.name(), "a tensor changed in place", "distinct elements", "broadcast " + changed);
            }
            specs.add(changed);
        }
        return new Results(List.copyOf(specs), inferred.inPlace());
    }

    /**
     * Checks the inputs and makes the outputs: new tensors, or the inputs that are changed in place.
     *
     * @throws MismatchException if the inputs do not fit or live on another device
     */
    public static List<TensorData> outputs(Device device, Routine routine, List<TensorData> inputs) {
        checkDevice(device, routine, inputs);
        return outputs(device, routine, inputs, results(routine, specs(inputs)));
    }

    /** Makes the outputs for inputs that {@link #checkDevice} has passed and whose {@link #results} are known. */
    public static List<TensorData> outputs(Device device, Routine routine, List<TensorData> inputs, Results results) {
        List<TensorData> outputs = new ArrayList<>(results.specs().size());
        try {
            for (int i = 0; i < results.specs().size(); i++) {
                int input = results.input(i);
                outputs.add(input < 0 ? device.allocate(results.specs().get(i)) : changed(routine, inputs.get(input)));
            }
        } catch (RuntimeException e) {
            outputs.forEach(output -> output.storage().release());
            throw e;
        }
        return outputs;
    }

    private static TensorData changed(Routine routine, TensorData input) {
        input.storage().retain();
        input.storage().changed(routine.name());
        return input;
    }

    /**
     * Checks inputs and outputs against the routine, and notes the change of the outputs.
     *
     * @throws MismatchException if something does not fit or lives on another device
     */
    public static void checkOutputs(Device device, Routine routine, List<TensorData> inputs, List<TensorData> outputs) {
        checkDevice(device, routine, inputs);
        checkDevice(device, routine, outputs);
        List<TensorSpec> specs = routine.infer(specs(inputs));
        if (specs.size() != outputs.size()) {
            throw new MismatchException(
                    routine.name(), "the list of outputs", specs.size() + " tensors", Integer.toString(outputs.size()));
        }
        for (int i = 0; i < specs.size(); i++) {
            TensorSpec given = outputs.get(i).spec();
            boolean fits = given.dtype() == specs.get(i).dtype()
                    && given.shape().equals(specs.get(i).shape());
            if (!fits || given.layout().repeats()) {
                throw new MismatchException(
                        routine.name(), "output " + i, specs.get(i).toString(), given.toString());
            }
        }
        List<Integer> inPlace = routine.inPlace();
        for (int i = 0; i < inPlace.size(); i++) {
            if (inPlace.get(i) >= 0 && !outputs.get(i).equals(inputs.get(inPlace.get(i)))) {
                throw new MismatchException(
                        routine.name(),
                        "output " + i,
                        "input " + inPlace.get(i) + ", which is changed in place",
                        "another tensor");
            }
        }
        outputs.forEach(output -> output.storage().changed(routine.name()));
    }

    /** Checks that a dense tensor of this device has just so many bytes. */
    public static void checkCopy(String operation, Device device, TensorData tensor, long sizeBytes) {
        if (tensor.device() != device) {
            throw new MismatchException(
                    operation, "tensor", device.name(), tensor.device().name());
        }
        if (!tensor.spec().isContiguous() || tensor.spec().sizeBytes() != sizeBytes) {
            throw new MismatchException(
                    operation,
                    "tensor " + tensor.spec(),
                    "a dense layout and a buffer of " + tensor.spec().sizeBytes() + " bytes",
                    sizeBytes + " bytes");
        }
    }

    /**
     * Checks where tensors live.
     *
     * @throws MismatchException if one lives on another device
     */
    public static void checkDevice(Device device, Routine routine, List<TensorData> tensors) {
        for (int i = 0; i < tensors.size(); i++) {
            if (tensors.get(i).device() != device) {
                throw new MismatchException(
                        routine.name(),
                        "argument " + i,
                        "a tensor on " + device.name(),
                        "one on " + tensors.get(i).device().name());
            }
        }
    }
}
