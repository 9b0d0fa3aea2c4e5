// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** An upload that goes on, or ends, when the test says so. */
final class SlowUpload implements AutoCloseable {

    private final Socket socket;

    /** @param headers more of them, each with its line's end */
    SlowUpload(String path, long length, String headers) throws IOException {
        this(path, "Content-Length: " + length + "\r\n" + headers);
    }

    /** @param headers that of the length too, if it is to be said */
    SlowUpload(String path, String headers) throws IOException {
        socket = new Socket("localhost", RestAssured.port);
        socket.setSoTimeout(30_000);
        socket.getOutputStream()
                .write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    void send(byte[] bytes, int from, int length) throws IOException {
        socket.getOutputStream().write(bytes, from, Math.min(length, bytes.length - from));
        socket.getOutputStream().flush();
    }

    /** Head and body, up to the 4 KB that errors never have. */
    String answer() throws IOException {
        byte[] buffer = new byte[4096];
        int length = 0;
        String text = "";
        do {
            int read = socket.getInputStream().read(buffer, length, buffer.length - length);
            if (read < 0) {
                break;
            }
            length += read;
            text = new String(buffer, 0, length, StandardCharsets.UTF_8);
        } while (!isWhole(text));
        return text;
    }

    private static boolean isWhole(String text) {
        return text.contains("\r\n\r\n")
                && (text.endsWith("}") || text.contains(" 204 ") || text.contains(" 208 ") || text.contains(" 202 "));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
