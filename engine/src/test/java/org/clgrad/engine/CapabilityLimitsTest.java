package org.clgrad.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.clgrad.engine.routine.Capabilities;
import org.clgrad.engine.routine.Machine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CapabilityLimitsTest {
    private static final Capabilities WHOLE =
            new Capabilities(Machine.GPU, 24, 1024, 64 << 10, 4L << 30, 16L << 30, true, true, false, 1, 65535);

    private static Capabilities narrowed(String limits) {
        return CapabilityLimits.parse(limits).narrow(WHOLE);
    }

    @Test
    void eachLimitNarrowsItsCapabilityAndNoOther() {
        assertThat(narrowed("localMemory=16k"))
                .isEqualTo(new Capabilities(
                        Machine.GPU, 24, 1024, 16 << 10, 4L << 30, 16L << 30, true, true, false, 1, 65535));
        assertThat(narrowed("workGroup=64,computeUnits=2"))
                .isEqualTo(new Capabilities(
                        Machine.GPU, 2, 64, 64 << 10, 4L << 30, 16L << 30, true, true, false, 1, 65535));
        assertThat(narrowed("fp64=no, allocation=1G"))
                .isEqualTo(new Capabilities(
                        Machine.GPU, 24, 1024, 64 << 10, 1L << 30, 16L << 30, false, true, false, 1, 65535));
        assertThat(narrowed("outerGroups=7"))
                .isEqualTo(new Capabilities(
                        Machine.GPU, 24, 1024, 64 << 10, 4L << 30, 16L << 30, true, true, false, 1, 7));
        assertThat(narrowed("localMemory=0").localMemoryBytes()).isZero();
    }

    @Test
    void oneStorageIsNoLargerThanAllMemory() {
        assertThat(narrowed("memory=512m").globalMemoryBytes()).isEqualTo(512L << 20);
        assertThat(narrowed("memory=512m").maxAllocationBytes()).isEqualTo(512L << 20);
    }

    @Test
    void whatIsAboveTheDeviceChangesNothing() {
        assertThat(narrowed("localMemory=1m,workGroup=4096,memory=1000g,allocation=1000g,computeUnits=99,fp64=yes"))
                .isEqualTo(WHOLE);
        assertThat(CapabilityLimits.NONE.narrow(WHOLE)).isEqualTo(WHOLE);
    }

    @Test
    void whatIsPrintedCanBeRead() {
        CapabilityLimits limits = CapabilityLimits.parse("fp64=no,workGroup=64,localMemory=16k");
        assertThat(limits).hasToString("localMemory=16384,workGroup=64,fp64=no");
        assertThat(CapabilityLimits.parse(limits.toString())).isEqualTo(limits).isNotEqualTo(CapabilityLimits.NONE);
    }

    @ParameterizedTest(name = "''{0}''")
    @CsvSource(
            delimiter = '|',
            value = {
                "''                       | expected limits such as localMemory=16k,workGroup=64, got ''",
                "workGroup                | got 'workGroup'",
                "workGroup=64,            | got ''",
                "lokalMemory=16k          | no limit 'lokalMemory'; there is: localMemory, workGroup, memory, allocation",
                "workGroup=0              | workGroup: expected a whole number of 1 or more, such as 64 or 16k, got '0'",
                "workGroup=-1             | got '-1'",
                "localMemory=sixteen      | localMemory: expected a whole number of 0 or more",
                "localMemory=16kb         | got '16kb'",
                "memory=99999999999g      | got '99999999999g'",
                "memory=99999999999999999999 | memory: expected a whole number",
                "fp64=false               | fp64: expected yes or no, got 'false'",
                "workGroup=64,workGroup=32 | workGroup is limited twice",
            })
    void whatCannotBeReadSaysWhy(String text, String complaint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CapabilityLimits.parse(text))
                .withMessageContaining(complaint);
    }
}
