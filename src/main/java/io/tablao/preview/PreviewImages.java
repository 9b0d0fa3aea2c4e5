// SPDX-License-Identifier: Apache-2.0
package io.tablao.preview;

import io.tablao.model.PreviewSize;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Makes previews of rendered images: PNG and JPEG, by the JDK's own codecs, which need no display. What an image claims to be
 * is read before anything of it is unpacked, and no more of it is unpacked than is shown, so that a small file cannot fill the
 * memory.
 */
public final class PreviewImages {

    /** A frame of 8K has 33 million; one with more than this is not shown. */
    static final long MOST_PIXELS = 40_000_000;

    /** What is unpacked has less than so many times the width and height of what is shown, and is still the better for it. */
    private static final int FINER = 2;

    private static final Set<String> FORMATS = Set.of("png", "jpeg");

    /** In bytes, so that all of them fit into a message; Base64 needs a third more. */
    private static int largest(PreviewSize size) {
        return switch (size) {
            case LARGE -> 500_000;
            case SMALL -> 100_000;
            case TINY -> 30_000;
        };
    }

    private static final float[] QUALITIES = {0.85f, 0.6f, 0.35f, 0.1f};

    /** Says, in a sentence, why there is no preview of an image. */
    public static final class NotShown extends Exception {
        private static final long serialVersionUID = 1;

        NotShown(String sentence) {
            super(sentence);
        }

        NotShown(String sentence, Throwable cause) {
            super(sentence, cause);
        }
    }

    private PreviewImages() {}

    /** JPEGs in Base64, for each size; none larger than the image is. Blocks. */
    public static Map<PreviewSize, String> of(Path file) throws NotShown, IOException {
        try (var in = new FileImageInputStream(file.toFile())) {
            return of(in);
        }
    }

    /** Likewise. */
    public static Map<PreviewSize, String> of(byte[] file) throws NotShown, IOException {
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            return of(in);
        }
    }

    private static Map<PreviewSize, String> of(ImageInputStream in) throws NotShown, IOException {
        BufferedImage image = read(in);
        Map<PreviewSize, String> images = new EnumMap<>(PreviewSize.class);
        for (PreviewSize size : PreviewSize.values()) {
            image = fitting(image, size);
            images.put(size, Base64.getEncoder().encodeToString(jpeg(image, largest(size))));
        }
        return images;
    }

    private static BufferedImage read(ImageInputStream in) throws NotShown, IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            try {
                if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
                    return read(reader, in);
                }
            } finally {
                reader.dispose();
            }
        }
        throw new NotShown("It is neither a PNG nor a JPEG");
    }

    private static BufferedImage read(ImageReader reader, ImageInputStream in) throws NotShown, IOException {
        try {
            // Without what stands in the file beside the image: that may be packed, too.
            reader.setInput(in, true, true);
            long width = reader.getWidth(0);
            long height = reader.getHeight(0);
            if (width * height > MOST_PIXELS) {
                throw new NotShown("It has " + width + " × " + height + " pixels, more than can be shown");
            }
            long smaller = Math.max(width / PreviewSize.LARGE.width(), height / PreviewSize.LARGE.height());
            int every = (int) Math.max(1, smaller / FINER);
            var parameters = reader.getDefaultReadParam();
            parameters.setSourceSubsampling(every, every, 0, 0);
            return reader.read(0, parameters);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | NegativeArraySizeException | IOException e) {
            // Decoders throw all of these at broken files.
            throw new NotShown("It is broken: " + e.getMessage(), e);
        }
    }

    /** Never enlarged; what is transparent becomes black. */
    private static BufferedImage fitting(BufferedImage image, PreviewSize size) {
        double scale = Math.min(
                1, Math.min((double) size.width() / image.getWidth(), (double) size.height() / image.getHeight()));
        int width = (int) Math.max(1, Math.round(image.getWidth() * scale));
        int height = (int) Math.max(1, Math.round(image.getHeight() * scale));
        var fitting = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = fitting.createGraphics();
        try {
            canvas.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            canvas.drawImage(image, 0, 0, width, height, null);
        } finally {
            canvas.dispose();
        }
        return fitting;
    }

    private static byte[] jpeg(BufferedImage image, int largest) throws NotShown, IOException {
        for (float quality : QUALITIES) {
            byte[] jpeg = jpeg(image, quality);
            if (jpeg.length <= largest) {
                return jpeg;
            }
        }
        throw new NotShown("It cannot be made small enough");
    }

    private static byte[] jpeg(BufferedImage image, float quality) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var bytes = new ByteArrayOutputStream();
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
