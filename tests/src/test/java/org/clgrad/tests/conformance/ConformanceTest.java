package org.clgrad.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.clgrad.engine.Device;
import org.clgrad.engine.Devices;
import org.clgrad.tests.kit.Checkout;
import org.clgrad.tests.kit.TestDevice;
import org.clgrad.tests.kit.TestRun;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The published cases of {@code -Dclgrad.conformance=DIR}, by default those of {@code ../shared/conformance} where that
 * exists. Cases with data run on every device through every binding, cases without in turn.
 */
class ConformanceTest {
    private static final String FOLDER = "clgrad.conformance";
    private static final int SHOWN = 5;

    @TestFactory
    Stream<DynamicTest> agreesWithPublishedCases() throws IOException {
        Path root = Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("");
        String given = System.getProperty(FOLDER);
        Path folder =
                root.resolve(given == null ? "../shared/conformance" : given).normalize();
        if (given == null && !Files.isDirectory(folder)) {
            TestRun.current()
                    .notRun("published cases: there is no " + folder + "; -D" + FOLDER + "=DIR names another folder");
            return Stream.empty();
        }
        return cases(folder);
    }

    /** A case by hand of each operator that the published cases here leave out. */
    @TestFactory
    Stream<DynamicTest> agreesWithCasesByHand() throws IOException {
        return cases(Checkout.path("tests/src/test/resources/conformance"));
    }

    /** Those that the form's description lists. */
    @Test
    void everyOperatorOfTheFormIsKnown() {
        assertThat(List.of(
                        "Abs",
                        "SoftmaxWithLoss",
                        "Activation",
                        "Concat",
                        "Slice",
                        "Convolution2D",
                        "Elementwise",
                        "GlobalPooling",
                        "Hardtanh",
                        "Threshold",
                        "InnerProduct",
                        "Interpolation",
                        "MSELoss",
                        "NLLLoss",
                        "Parameter",
                        "Pooling2D",
                        "Reduction",
                        "Softmax"))
                .allSatisfy(name -> assertThat(Operators.of(name)).isNotNull());
    }

    private static Stream<DynamicTest> cases(Path folder) throws IOException {
        assertThat(folder).isDirectory();
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        assertThat(files).as("case files in %s", folder).isNotEmpty();
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(folder.relativize(file).toString(), () -> check(file)));
    }

    private static void check(Path path) throws IOException {
        CaseFile file = CaseFile.read(path);
        List<TestDevice> devices = TestRun.current().devices();
        int passed = 0;
        List<String> failures = new ArrayList<>();
        Map<String, Integer> notRun = new TreeMap<>();
        try (Device host = Devices.openHost()) {
            for (int i = 0; i < file.cases().size(); i++) {
                CaseFile.Case one = file.cases().get(i);
                List<TestDevice> targets = one.hasData() ? devices : List.of(devices.get(i % devices.size()));
                try {
                    List<String> wrong = check(host, file.operator(), one, targets);
                    passed += wrong.isEmpty() ? 1 : 0;
                    if (!wrong.isEmpty()) {
                        failures.add(one.name() + " " + one.options() + ": " + String.join("; ", wrong));
                    }
                } catch (NotRunException e) {
                    notRun.merge(e.getMessage(), 1, Integer::sum);
                } catch (RuntimeException e) {
                    // One case that goes wrong must not hide how the others fare.
                    failures.add(one.name() + " " + one.options() + ": " + e);
                }
            }
        }
        int left = notRun.values().stream().mapToInt(Integer::intValue).sum();
        System.out.println(
                path.getFileName() + ": " + passed + " passed, " + failures.size() + " failed, " + left + " not run");
        notRun.forEach((why, count) ->
                TestRun.current().notRun(count + " published cases of " + path.getFileName() + ": " + why));
        assertThat(failures.stream().limit(SHOWN).toList())
                .as("the first failures of %s in %s", failures.size(), path)
                .isEmpty();
    }

    private static List<String> check(Device host, String operator, CaseFile.Case one, List<TestDevice> devices) {
        CaseCheck check = new CaseCheck(host, operator, one);
        List<String> wrong = new ArrayList<>();
        for (TestDevice device : devices) {
            check.differences(device.device())
                    .forEach(line -> wrong.add(device.info().binding() + ": " + line));
            TestRun.current().coverage().test("conformance cases", device);
        }
        return wrong;
    }
}
