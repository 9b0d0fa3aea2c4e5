// SPDX-License-Identifier: Apache-2.0
package io.tablao.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablao.model.PreviewSize;
import io.tablao.preview.PreviewImages.NotShown;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreviewImagesTest {

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0} × {1} {2}: {3}, {4}, {5}")
    @CsvSource(textBlock = """
            3840, 2160, png,  1920x1080, 600x338, 200x113
            1920, 1080, jpg,  1920x1080, 600x338, 200x113
            7680, 100,  png,  1920x25,   600x8,   200x3
            100,  4000, jpg,  27x1080,   8x338,   3x112
            320,  180,  png,  320x180,   320x180, 200x113
            1,    1,    png,  1x1,       1x1,     1x1
            5000, 1,    png,  1920x1,    600x1,   200x1
            """)
    void keepsProportionsAndEnlargesNothing(
            int width, int height, String format, String large, String small, String tiny) throws Exception {
        Map<PreviewSize, String> images = PreviewImages.of(image(width, height, BufferedImage.TYPE_INT_RGB, format));

        assertThat(size(images, PreviewSize.LARGE)).isEqualTo(large);
        assertThat(near(size(images, PreviewSize.SMALL), small)).isTrue();
        assertThat(near(size(images, PreviewSize.TINY), tiny)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_BYTE_GRAY,
                BufferedImage.TYPE_USHORT_GRAY,
                BufferedImage.TYPE_BYTE_INDEXED,
                BufferedImage.TYPE_BYTE_BINARY
            })
    void takesAllKindsOfPixels(int type) throws Exception {
        Path file = Files.write(folder.resolve("frame.png"), image(640, 360, type, "png"));

        assertThat(size(PreviewImages.of(file), PreviewSize.SMALL)).isEqualTo("600x338");
    }

    @Test
    void fitsIntoAMessageHoweverNoisyItIs() throws Exception {
        var noise = new BufferedImage(1920, 1080, BufferedImage.TYPE_INT_RGB);
        var random = new Random(5);
        for (int y = 0; y < noise.getHeight(); y++) {
            for (int x = 0; x < noise.getWidth(); x++) {
                noise.setRGB(x, y, random.nextInt());
            }
        }
        Map<PreviewSize, String> images = PreviewImages.of(written(noise, "png"));

        assertThat(images.values().stream().mapToInt(String::length).sum()).isLessThan(900_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "GIF89a", "%PDF-1.7", "<svg xmlns='http://www.w3.org/2000/svg'/>", "BM"})
    void whatIsNoImageIsNotShown(String text) {
        assertThatThrownBy(() -> PreviewImages.of(text.getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(NotShown.class)
                .hasMessageContaining("neither");
    }

    @Test
    void otherFormatsOfTheJdkAreNotEvenTried() {
        for (String format : new String[] {"gif", "bmp", "tiff"}) {
            assertThatThrownBy(() -> PreviewImages.of(image(10, 10, BufferedImage.TYPE_INT_RGB, format)))
                    .isInstanceOf(NotShown.class)
                    .hasMessageContaining("neither");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void aPieceOfAnImageIsNoReasonToFallOver(String format) throws IOException {
        byte[] whole = image(300, 200, BufferedImage.TYPE_INT_RGB, format);
        for (int length = 0; length < Math.min(whole.length, 400); length++) {
            showOrRefuse(Arrays.copyOf(whole, length));
        }
        var random = new Random(7);
        for (int round = 0; round < 300; round++) {
            byte[] broken = whole.clone();
            for (int i = 0; i < 5; i++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            }
            showOrRefuse(broken);
        }
    }

    /** A file of some kilobytes that says it has so many pixels, each of which would take three bytes. */
    @ParameterizedTest
    @CsvSource({"50000, 50000", "2147483647, 2147483647", "100000, 401", "2147483647, 1"})
    void aBombIsRefusedBeforeItIsUnpacked(int width, int height) {
        assertThatThrownBy(() -> PreviewImages.of(png(width, height, new byte[1 << 20])))
                .isInstanceOf(NotShown.class)
                .hasMessageContaining("pixels");
    }

    @ParameterizedTest
    @CsvSource({"40000, 1000", "1000, 40000", "7680, 4320"})
    void ofALargeImageNoMoreIsUnpackedThanItTakes(int width, int height) throws Exception {
        byte[] file = image(width, height, BufferedImage.TYPE_BYTE_GRAY, "png");
        var memory = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = memory.getCurrentThreadAllocatedBytes();

        PreviewImages.of(file);

        assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(200L << 20);
    }

    @Test
    void packedTextBesideTheImageStaysPacked() throws Exception {
        // A gigabyte of blanks in a megabyte, in front of the pixels of a small image.
        byte[] image = image(64, 64, BufferedImage.TYPE_INT_RGB, "png");
        var bomb = new ByteArrayOutputStream();
        bomb.write(image, 0, 33);
        var text = new ByteArrayOutputStream();
        text.write("Comment\0\0".getBytes(StandardCharsets.ISO_8859_1));
        byte[] blanks = new byte[1 << 20];
        try (var packed = new DeflaterOutputStream(text, new Deflater(Deflater.BEST_SPEED))) {
            for (int i = 0; i < 1024; i++) {
                packed.write(blanks);
            }
        }
        chunk(bomb, "zTXt", text.toByteArray());
        bomb.write(image, 33, image.length - 33);

        assertThat(size(PreviewImages.of(bomb.toByteArray()), PreviewSize.LARGE))
                .isEqualTo("64x64");
    }

    private static void showOrRefuse(byte[] file) throws IOException {
        try {
            assertThat(PreviewImages.of(file)).hasSize(3);
        } catch (NotShown e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static byte[] image(int width, int height, int type, String format) {
        var image = new BufferedImage(width, height, type);
        var canvas = image.createGraphics();
        canvas.setColor(Color.ORANGE);
        canvas.fillRect(0, 0, width / 2, height);
        canvas.dispose();
        return written(image, format);
    }

    private static byte[] written(BufferedImage image, String format) {
        try (var out = new ByteArrayOutputStream()) {
            assertThat(ImageIO.write(image, format, out)).isTrue();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] png(int width, int height, byte[] pixels) throws IOException {
        var png = new ByteArrayOutputStream();
        png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        var header = new ByteArrayOutputStream();
        var fields = new DataOutputStream(header);
        fields.writeInt(width);
        fields.writeInt(height);
        fields.write(new byte[] {8, 2, 0, 0, 0});
        chunk(png, "IHDR", header.toByteArray());
        var packed = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(packed)) {
            deflater.write(pixels);
        }
        chunk(png, "IDAT", packed.toByteArray());
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] content) throws IOException {
        var checksum = new CRC32();
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        checksum.update(name);
        checksum.update(content);
        var out = new DataOutputStream(png);
        out.writeInt(content.length);
        out.write(name);
        out.write(content);
        out.writeInt((int) checksum.getValue());
    }

    private static String size(Map<PreviewSize, String> images, PreviewSize size) throws IOException {
        BufferedImage image =
                ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(images.get(size))));
        return image.getWidth() + "x" + image.getHeight();
    }

    /** Each step rounds. */
    private static boolean near(String actual, String expected) {
        String[] one = actual.split("x", -1);
        String[] other = expected.split("x", -1);
        return Math.abs(Integer.parseInt(one[0]) - Integer.parseInt(other[0])) <= 1
                && Math.abs(Integer.parseInt(one[1]) - Integer.parseInt(other[1])) <= 1;
    }
}
