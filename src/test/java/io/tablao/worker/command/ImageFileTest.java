// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFileTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void aPieceOfAnImageIsNotWhole(String format) throws IOException {
        byte[] image = image(format);

        assertThat(whole("a." + format, image)).isTrue();
        for (int length = 0; length < image.length; length += 7) {
            assertThat(whole("a." + format, Arrays.copyOf(image, length)))
                    .as("the first %d of %d bytes", length, image.length)
                    .isFalse();
        }
    }

    @Test
    void aPngIsCheckedByItsSums() throws IOException {
        byte[] image = image("png");
        image[image.length / 2] ^= 1;

        assertThat(whole("a.PNG", image)).isFalse();
    }

    @Test
    void anExrIsWholeWhenItsOffsetsAreWritten() throws IOException {
        // Magic, version, one attribute (name, type, size 1, value), the header's end, the first offset, a byte of
        // pixels.
        String header = "762f3101 02000000 " + "6100 6200 01000000 07 " + "00 ";

        assertThat(whole("a.exr", hex(header + "1800000000000000 ff"))).isTrue();
        assertThat(whole("a.exr", hex(header + "0000000000000000 ff"))).isFalse();
        assertThat(whole("a.exr", hex(header + "ff00000000000000 ff"))).isFalse();
        assertThat(whole("a.exr", hex(header))).isFalse();
    }

    @Test
    void anExrOfManyPartsHasManyHeaders() throws IOException {
        String start = "762f3101 02100000 ";
        String header = "6100 6200 01000000 07 00 ";

        assertThat(whole("a.exr", hex(start + header + header + "00 1800000000000000 ff")))
                .isTrue();
        assertThat(whole("a.exr", hex(start + header + header + "00 0000000000000000 ff")))
                .isFalse();
    }

    @Test
    void aTiffPointsToItsDirectory() throws IOException {
        assertThat(whole("a.tif", hex("49492a00 08000000 ffff"))).isTrue();
        assertThat(whole("a.tif", hex("49492a00 00000000 ffff"))).isFalse();
        assertThat(whole("a.tiff", hex("4d4d002a 00000008 ffff"))).isTrue();
        assertThat(whole("a.tiff", hex("4d4d002a 00000800 ffff"))).isFalse();
    }

    @Test
    void aWebpIsAsLongAsItSays() throws IOException {
        assertThat(whole("a.webp", hex("52494646 06000000 57454250 ffff"))).isTrue();
        assertThat(whole("a.webp", hex("52494646 07000000 57454250 ffff"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.png", "a.jpg", "a.exr", "a.tif", "a.webp"})
    void garbageIsNotWhole(String name) throws IOException {
        assertThat(whole(name, "this is not an image at all".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }

    @Test
    void ofOtherKindsAnythingIsWholeButNothing() throws IOException {
        assertThat(whole("a.tga", new byte[] {1})).isTrue();
        assertThat(whole("a.tga", new byte[0])).isFalse();
        assertThat(ImageFile.isWhole(folder.resolve("missing.tga"))).isFalse();
    }

    private boolean whole(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, content);
        return ImageFile.isWhole(file);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    private static byte[] image(String format) throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(16, 9, BufferedImage.TYPE_INT_RGB), format, bytes);
        return bytes.toByteArray();
    }
}
