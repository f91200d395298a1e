package org.clgrad.examples.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.clgrad.engine.CapabilityLimits;
import org.clgrad.engine.DeviceRequest;
import org.clgrad.engine.Devices;
import org.junit.jupiter.api.Test;

/** What a report makes of what was found. */
class ReportTest {
    private static Finding finding(String operation, String dtype, String variant, Status status) {
        return new Finding(operation, dtype, variant, status, 1, "why", "f32[1] → f32[1]", "", List.of());
    }

    private static Report report(Finding... findings) {
        return Report.of(
                "clgrad 1, Java 17",
                Devices.discover().choose(DeviceRequest.of(Devices.HOST)),
                CapabilityLimits.NONE,
                1.5,
                List.of(findings));
    }

    @Test
    void anOperationIsAsGoodAsItsWorstVariantAndSupportedIfOneIs() {
        Report report = report(
                finding("add", "f32", "rows", Status.PASSED),
                finding("add", "f32", "elements", Status.PASSED),
                finding("mul", "f32", "rows", Status.UNSUPPORTED),
                finding("mul", "f32", "elements", Status.PASSED),
                finding("exp", "f64", "rows", Status.UNSUPPORTED),
                finding("exp", "f64", "elements", Status.UNSUPPORTED));
        assertThat(report.summary()).isEqualTo("2 passed, 1 unsupported");
        assertThat(report.isGood()).isTrue();
        assertThat(report.wrong()).isEmpty();
        assertThat(report.right()).containsExactlyInAnyOrder("rows", "elements");
    }

    @Test
    void aVariantThatGoesWrongOnceIsWrong() {
        Report report = report(
                finding("add", "f32", "rows", Status.PASSED),
                finding("add", "f64", "rows", Status.FAILED),
                finding("exp", "f32", "rows", Status.CRASHED),
                finding("exp", "f32", "elements", Status.PASSED),
                finding("exp", "f64", "rows", Status.SKIPPED));
        assertThat(report.summary()).isEqualTo("1 passed, 1 skipped, 1 failed, 1 crashed");
        assertThat(report.isGood()).isFalse();
        assertThat(report.wrong()).hasSize(1).containsEntry("rows", "add f64 failed: why; f32[1] → f32[1]");
        assertThat(report.right()).containsExactly("elements");
    }

    @Test
    void whatWasSkippedIsNeitherRightNorWrong() {
        Report report =
                report(finding("add", "f32", "rows", Status.PASSED), finding("add", "f64", "rows", Status.SKIPPED));
        assertThat(report.isGood()).isFalse();
        assertThat(report.wrong()).isEmpty();
        assertThat(report.right()).isEmpty();
    }
}
