// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

/** How large an output is shown. Flamenco: the same names and sizes, which its web pages know. */
public enum PreviewSize {
    LARGE("last-rendered.jpg", 1920, 1080),
    SMALL("last-rendered-small.jpg", 600, 338),
    TINY("last-rendered-tiny.jpg", 200, 112);

    private final String fileName;
    private final int width;
    private final int height;

    PreviewSize(String fileName, int width, int height) {
        this.fileName = fileName;
        this.width = width;
        this.height = height;
    }

    public String fileName() {
        return fileName;
    }

    /** At most, in pixels. */
    public int width() {
        return width;
    }

    /** At most, in pixels. */
    public int height() {
        return height;
    }
}
