package org.clgrad.examples;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.clgrad.nn.training.TrainingResult;

/**
 * What a training came to, for programs to read: {@code metrics.json}.
 *
 * @param device the device's own name
 * @param binding how it was reached
 * @param seed decided weights and shuffling
 * @param result what was measured
 * @param firstStepSeconds seconds of wall clock, from the start of the Java VM until the device was done with the first
 *     step
 * @param secondsTotal seconds of wall clock, from the start of the command to the end of training
 */
record Metrics(
        String device, String binding, long seed, TrainingResult result, double firstStepSeconds, double secondsTotal) {
    static final String FILE = "metrics.json";

    /** The share of test samples answered rightly in the end, 0 … 1. */
    double testAccuracy() {
        List<Double> perEpoch = result.accuracyPerEpoch();
        return perEpoch.get(perEpoch.size() - 1);
    }

    /** One JSON object; what is infinite or not a number, which JSON cannot say, is {@code null}. */
    String toJson() {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject();
            json.name("device").value(device);
            json.name("binding").value(binding);
            json.name("seed").value(seed);
            array(json.name("losses"), result.losses());
            array(json.name("testAccuracyPerEpoch"), result.accuracyPerEpoch());
            number(json.name("testAccuracy"), testAccuracy());
            number(json.name("samplesPerSecond"), result.samplesPerSecond());
            number(json.name("firstStepSeconds"), firstStepSeconds);
            number(json.name("secondsTotal"), secondsTotal);
            json.endObject();
        } catch (IOException e) {
            throw new AssertionError("a StringWriter does not fail", e);
        }
        return text.append('\n').toString();
    }

    private static void array(JsonWriter json, List<Double> values) throws IOException {
        json.beginArray();
        for (double value : values) {
            number(json, value);
        }
        json.endArray();
    }

    private static void number(JsonWriter json, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.value(value);
        } else {
            json.nullValue();
        }
    }
}
