package org.clgrad.tests.leaks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.clgrad.autograd.DefaultDevice;
import org.clgrad.autograd.RandomStream;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Devices;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.Module;
import org.clgrad.nn.Sequential;
import org.clgrad.nn.activation.ReLU;
import org.clgrad.nn.layer.Linear;
import org.clgrad.nn.loss.CrossEntropyLoss;
import org.clgrad.nn.optim.Adam;

/**
 * Trains for so many steps as its argument says, on batches of changing size, on the first OpenCL device, and prints at
 * step 100 and at the end the live bytes on the device and the resident set in KiB. In a process of its own, since a
 * resident set is a process's.
 */
final class LongTraining {
    private static final int EARLY = 100;
    private static final int LARGEST_BATCH = 8;
    private static final int FEATURES = 12;
    private static final int CLASSES = 5;

    private LongTraining() {}

    public static void main(String[] args) throws IOException {
        int steps = Integer.parseInt(args[0]);
        Random random = new Random(11);
        try (Device device = Devices.discover().openCl().get(0).open();
                Scope scope = Scope.open()) {
            DefaultDevice.set(scope, device);
            RandomStream.seed(scope, 11);
            try (Module model = new Sequential(new Linear(FEATURES, CLASSES), new ReLU());
                    Adam adam = new Adam(model.parameters(), 1e-3)) {
                for (int step = 1; step <= steps; step++) {
                    step(model, adam, 1 + step % LARGEST_BATCH, random);
                    if (step == EARLY || step == steps) {
                        device.finish();
                        System.out.println(device.statistics().liveBytes() + " " + residentKibibytes());
                    }
                }
            }
        }
    }

    private static void step(Module model, Adam adam, int batch, Random random) {
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.of(
                    DType.F32,
                    Shape.of(batch, FEATURES),
                    random.doubles((long) batch * FEATURES).toArray());
            Tensor classes = Tensor.ofIntegers(random.longs(batch, 0, CLASSES).toArray());
            adam.minimize(() -> new CrossEntropyLoss().apply(model.apply(x), classes));
        }
    }

    private static long residentKibibytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
