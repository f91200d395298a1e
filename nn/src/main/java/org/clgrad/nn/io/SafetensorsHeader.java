package org.clgrad.nn.io;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.data.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The JSON header of a safetensors file, read strictly: {@code {"name": {"dtype": "F32", "shape": [2,3],
 * "data_offsets": [0,24]}, …, "__metadata__": {"key": "value"}}}.
 *
 * <p>It is read as a stream and not into a tree, since a tree would keep the last of two equal keys and say nothing.
 * Beside well-formed JSON it demands what the reference implementation does: known element types, sizes that agree with
 * type and shape, and tensors that cover the data from its first byte to its last without overlap or gap, so that no
 * byte of a file is hidden and none is used twice.
 *
 * @param entries the tensors by name, in the header's order
 * @param metadata the free text under {@code __metadata__}
 */
record SafetensorsHeader(Map<String, SafetensorsEntry> entries, Map<String, String> metadata) {
    static final String METADATA = "__metadata__";
    static final String DTYPE = "dtype";
    static final String SHAPE = "shape";
    static final String OFFSETS = "data_offsets";

    /**
     * Parses and checks a header.
     *
     * @param file the file it is from, for messages
     * @param json the header's bytes
     * @param dataBytes how many bytes follow the header in the file
     * @throws DataException if anything about it is wrong
     */
    static SafetensorsHeader parse(Path file, byte[] json, long dataBytes) {
        if (json.length == 0 || json[0] != '{') {
            throw new DataException(file, "expected the header to begin with '{'");
        }
        var text = new InputStreamReader(
                new ByteArrayInputStream(json),
                StandardCharsets.UTF_8.newDecoder()); // a decoder that reports, not repairs
        try (JsonReader in = new JsonReader(text)) {
            in.setStrictness(Strictness.STRICT);
            SafetensorsHeader header = new Parser(file, in).header();
            checkCoverage(file, header.entries, dataBytes);
            return header;
        } catch (CharacterCodingException e) {
            throw new DataException(file, "the header is not valid UTF-8", e);
        } catch (EOFException e) {
            throw new DataException(file, "the header's JSON ends too early", e);
        } catch (MalformedJsonException | IllegalStateException e) {
            // IllegalStateException is how JsonReader reports a value of another kind than asked for.
            throw new DataException(file, "the header is not JSON of the expected form: " + firstLine(e), e);
        } catch (IOException e) {
            throw new DataException(file, "the header cannot be read: " + firstLine(e), e);
        }
    }

    /** What gson says, without the address of its manual on the next line. */
    private static String firstLine(Exception e) {
        return shortened(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }

    /** Text from a file, cut to what fits in a message. */
    private static String shortened(String text) {
        return text.length() <= 120 ? text : text.substring(0, 120) + "…";
    }

    private static void checkCoverage(Path file, Map<String, SafetensorsEntry> entries, long dataBytes) {
        List<SafetensorsEntry> byOffset = new ArrayList<>(entries.values());
        byOffset.sort(
                Comparator.comparingLong(SafetensorsEntry::beginBytes).thenComparingLong(SafetensorsEntry::endBytes));
        long covered = 0;
        for (SafetensorsEntry entry : byOffset) {
            String tensor = "tensor \"" + shortened(entry.name()) + "\"";
            if (entry.endBytes() > dataBytes) {
                throw new DataException(
                        file,
                        tensor + " ends at byte " + entry.endBytes() + " of the data, of which the file has "
                                + dataBytes);
            }
            if (entry.beginBytes() != covered) {
                throw new DataException(
                        file,
                        tensor + " begins at byte " + entry.beginBytes() + " of the data and "
                                + (entry.beginBytes() < covered ? "overlaps" : "leaves a gap after")
                                + " the tensor that ends at " + covered);
            }
            covered = entry.endBytes();
        }
        if (covered != dataBytes) {
            throw new DataException(
                    file, "expected " + covered + " bytes of data after the header, found " + dataBytes);
        }
    }

    /** Reads the header's objects one level after the other. */
    private record Parser(Path file, JsonReader in) {

        SafetensorsHeader header() throws IOException {
            Map<String, SafetensorsEntry> entries = new LinkedHashMap<>();
            Map<String, String> metadata = null;
            in.beginObject();
            while (in.hasNext()) {
                String name = in.nextName();
                if (name.equals(METADATA)) {
                    if (metadata != null) {
                        throw duplicate(name);
                    }
                    metadata = metadata();
                } else if (entries.putIfAbsent(name, entry(name)) != null) {
                    throw duplicate(name);
                }
            }
            in.endObject();
            if (in.peek() != JsonToken.END_DOCUMENT) {
                throw new MalformedJsonException("text after the closing brace");
            }
            return new SafetensorsHeader(Collections.unmodifiableMap(entries), metadata == null ? Map.of() : metadata);
        }

        private Map<String, String> metadata() throws IOException {
            Map<String, String> metadata = new LinkedHashMap<>();
            in.beginObject();
            while (in.hasNext()) {
                String key = in.nextName();
                if (in.peek() != JsonToken.STRING) {
                    throw new DataException(
                            file, METADATA + " \"" + shortened(key) + "\": expected a string, found " + in.peek());
                }
                if (metadata.putIfAbsent(key, in.nextString()) != null) {
                    throw duplicate(key);
                }
            }
            in.endObject();
            return Collections.unmodifiableMap(metadata);
        }

        private SafetensorsEntry entry(String name) throws IOException {
            SafetensorsType type = null;
            Shape shape = null;
            long[] offsets = null;
            in.beginObject();
            while (in.hasNext()) {
                String key = in.nextName();
                switch (key) {
                    case DTYPE -> type = once(key, type, type(name));
                    case SHAPE -> shape = once(key, shape, shape(name));
                    case OFFSETS -> offsets = once(key, offsets, longs(name, key));
                    default ->
                        throw wrong(
                                name, "unknown key \"" + shortened(key) + "\"; expected dtype, shape, data_offsets");
                }
            }
            in.endObject();
            if (type == null || shape == null || offsets == null) {
                throw wrong(name, "expected " + DTYPE + ", " + SHAPE + " and " + OFFSETS + ", one is missing");
            }
            return checked(name, type, shape, offsets);
        }

        private SafetensorsEntry checked(String name, SafetensorsType type, Shape shape, long[] offsets) {
            if (offsets.length != 2 || offsets[0] < 0 || offsets[1] < offsets[0]) {
                throw wrong(
                        name,
                        "expected data_offsets [begin,end] with 0 ≤ begin ≤ end, found "
                                + shortened(Arrays.toString(offsets)));
            }
            long size;
            try {
                size = SafetensorsEntry.sizeBytes(type, shape);
            } catch (ArithmeticException e) {
                throw wrong(name, "no size for " + type + " " + shape + ": " + e.getMessage());
            }
            if (offsets[1] - offsets[0] != size) {
                throw wrong(
                        name,
                        type + " " + shape + " needs " + size + " bytes, its data_offsets " + Arrays.toString(offsets)
                                + " give " + (offsets[1] - offsets[0]));
            }
            return new SafetensorsEntry(name, type, shape, offsets[0], size);
        }

        private SafetensorsType type(String tensor) throws IOException {
            if (in.peek() != JsonToken.STRING) {
                throw wrong(tensor, "expected a string for dtype, found " + in.peek());
            }
            String type = in.nextString();
            return SafetensorsType.named(type)
                    .orElseThrow(() -> wrong(tensor, "unknown dtype \"" + shortened(type) + "\""));
        }

        private Shape shape(String tensor) throws IOException {
            long[] sizes = longs(tensor, SHAPE);
            if (Arrays.stream(sizes).anyMatch(size -> size < 0)) {
                throw wrong(tensor, "negative size in shape " + shortened(Arrays.toString(sizes)));
            }
            try {
                return Shape.of(sizes);
            } catch (MismatchException e) {
                throw wrong(tensor, "the elements of shape " + shortened(Arrays.toString(sizes)) + " pass 2^63");
            }
        }

        private long[] longs(String tensor, String key) throws IOException {
            List<Long> values = new ArrayList<>();
            in.beginArray();
            while (in.hasNext()) {
                // JsonReader.nextLong would also take "7", 7.0 and 7e0.
                String number = in.peek() == JsonToken.NUMBER
                        ? in.nextString()
                        : in.peek().toString();
                if (!number.matches("0|-?[1-9][0-9]{0,18}") || new BigInteger(number).bitLength() >= Long.SIZE) {
                    throw wrong(tensor, key + ": expected integers of up to 63 bits, found " + shortened(number));
                }
                values.add(Long.parseLong(number));
            }
            in.endArray();
            return values.stream().mapToLong(Long::longValue).toArray();
        }

        private <T> T once(String key, @Nullable T before, T value) {
            if (before != null) {
                throw duplicate(key);
            }
            return value;
        }

        private DataException duplicate(String key) {
            return new DataException(file, "the header has the key \"" + shortened(key) + "\" twice");
        }

        private DataException wrong(String tensor, String problem) {
            return new DataException(file, "tensor \"" + shortened(tensor) + "\": " + problem);
        }
    }
}
