package org.clgrad.engine;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.TensorSpec;

/** The checks and allocations that every device makes around a launch, for implementers of {@link Device}. */
public final class Launching {
    private Launching() {}

    /** The specs of tensors. */
    public static List<TensorSpec> specs(List<TensorData> tensors) {
        return tensors.stream().map(TensorData::spec).toList();
    }

    /**
     * Checks the inputs and makes the outputs: new tensors, or the inputs that are changed in place.
     *
     * @throws MismatchException if the inputs do not fit or live on another device
     */
    public static List<TensorData> outputs(Device device, Routine routine, List<TensorData> inputs) {
        checkDevice(device, routine, inputs);
        List<TensorSpec> specs = routine.infer(specs(inputs));
        List<Integer> inPlace = routine.inPlace();
        List<TensorData> outputs = new ArrayList<>(specs.size());
        try {
            for (int i = 0; i < specs.size(); i++) {
                outputs.add(
                        i < inPlace.size() && inPlace.get(i) >= 0
                                ? changed(routine, inputs.get(inPlace.get(i)))
                                : device.allocate(specs.get(i)));
            }
        } catch (RuntimeException e) {
            outputs.forEach(output -> output.storage().release());
            throw e;
        }
        return outputs;
    }

    private static TensorData changed(Routine routine, TensorData input) {
        if (input.spec().layout().repeats()) {
            throw new MismatchException(
                    routine.name(), "a tensor changed in place", "distinct elements", "broadcast " + input.spec());
        }
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

    private static void checkDevice(Device device, Routine routine, List<TensorData> tensors) {
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
