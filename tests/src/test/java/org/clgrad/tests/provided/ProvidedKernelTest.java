package org.clgrad.tests.provided;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.ProvidedOperations;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.cl.binding.ClBuildException;
import org.clgrad.engine.cl.binding.ClHandle;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.OperationProvider;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.routine.shape.Copy;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.TensorSpec;
import org.clgrad.kernels.KernelCatalog;
import org.clgrad.tests.kit.TestDevice;
import org.clgrad.tests.kit.TestDevices;
import org.junit.jupiter.api.Test;

/** A kernel from outside that does not build is an error that its author can mend by, and no more than that. */
class ProvidedKernelTest {
    private static final String KERNEL = "does_not_build";
    private static final TensorSpec SPEC = TensorSpec.of(DType.F32, 5);

    /** One that brings a kernel. */
    private record Mistyped() implements OperationProvider {
        @Override
        public List<SampleSpace> samples() {
            return List.of();
        }

        @Override
        public List<String> kernels() {
            return List.of(KERNEL);
        }
    }

    /** The operation that has no other way than this kernel. */
    private record DoesNotBuild() implements Routine {
        @Override
        public String name() {
            return KERNEL;
        }

        @Override
        public List<TensorSpec> infer(List<TensorSpec> in) {
            return in;
        }

        @Override
        public void onHost(HostExec exec, Args args) {
            args.out(0).set(args.in(0).doubles());
        }

        @Override
        public List<Variant> variants() {
            return List.of(new KernelVariant(KERNEL, DoesNotBuild::plan));
        }

        private static void plan(PlanBuilder plan) {
            plan.open(KERNEL, Map.of("n", plan.in(0).elements()))
                    .real(DType.F32)
                    .launch()
                    .buffer(plan.dense(0), DType.F32)
                    .buffer(plan.denseOut(0), DType.F32)
                    .add();
        }

        @Override
        public Cost cost(List<TensorSpec> in) {
            return Cost.of(0, in, in);
        }
    }

    @Test
    void whatDoesNotBuildIsOneErrorAndTheDeviceGoesOn() {
        KernelCatalog kernels = ProvidedOperations.of(new Mistyped()).addTo(KernelCatalog.builtin());
        TestDevices devices = TestDevices.open(kernels);
        for (TestDevice device : devices.all()) {
            TensorData input = device.device().allocate(SPEC);
            // Twice: an error must not be kept in place of a program either.
            for (int i = 0; i < 2; i++) {
                ClBuildException e = catchThrowableOfType(
                        ClBuildException.class, () -> device.device().run(new DoesNotBuild(), List.of(input)));
                assertThat(e)
                        .as(device.toString())
                        .hasNoCause()
                        .hasNoSuppressedExceptions()
                        .hasMessageContaining("CL_BUILD_PROGRAM_FAILURE");
                assertThat(e.options()).contains("-cl-std=CL1.2");
                assertThat(e.log()).contains(KERNEL + ".cl:17:", "mistyped").doesNotContain("remark:");
                assertThat(e.getMessage()).contains(e.options(), e.log());
            }
            List<TensorData> results = device.device().run(new Copy(), List.of(input));
            device.device().finish();
            results.forEach(result -> result.storage().release());
            input.storage().release();
            assertThat(device.device().statistics().liveStorages()).isZero();
            assertThat(device.handles().live(ClHandle.Event.class)).isZero();
        }
        devices.close();
        assertThat(devices.liveHandles()).isEmpty();
    }
}
