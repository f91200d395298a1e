package org.clgrad.examples.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A child of a {@link PeerProcess} that behaves as the id of the case says. */
public final class FakePeer {
    private static final long HANG_MILLIS = 60_000;

    private FakePeer() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String id = "";
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("case")) {
                id = words[1];
            }
            System.out.println(
                    switch (words[0]) {
                        case "case" -> answerToCase(id);
                        case "batch" -> answerToBatch(id, Integer.parseInt(words[1]));
                        default -> "ok";
                    });
        }
    }

    private static String answerToCase(String id) throws InterruptedException {
        switch (id) {
            case "dies" -> {
                System.err.println("the last words");
                System.exit(7);
            }
            case "hangs" -> Thread.sleep(HANG_MILLIS);
            default -> System.err.println("at " + id);
        }
        return switch (id) {
            case "unsupported" -> "unsupported there is none";
            case "fails" -> "failed it is wrong";
            case "nonsense" -> "hello";
            case "environment" -> "failed " + System.getenv("CLGRAD_FAKE_PEER");
            default -> "ready";
        };
    }

    private static String answerToBatch(String id, int calls) {
        return switch (id) {
            case "batch-fails" -> "failed in a batch";
            case "batch-nonsense" -> "nanos many";
            default -> "nanos " + calls * 1000L;
        };
    }
}
