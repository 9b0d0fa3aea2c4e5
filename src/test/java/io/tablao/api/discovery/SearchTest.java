// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTest {

    /** As Flamenco's worker sends it. */
    private static final String SEARCH = """
        M-SEARCH * HTTP/1.1\r
        HOST: 239.255.255.250:1900\r
        MAN: "ssdp:discover"\r
        MX: 3\r
        ST: urn:flamenco:manager:0\r
        \r
        """;

    @ParameterizedTest(name = "{0} → {1}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            nothing                | nothing                | true
            urn:flamenco:manager:0 | ssdp:all               | true
            urn:flamenco:manager:0 | urn:other:thing:1      | false
            ST: urn                | st:urn                 | true
            M-SEARCH               | NOTIFY                 | false
            "ssdp:discover"        | "ssdp:other"           | false
            MAN: "ssdp:discover"   | NAM: 1                 | false
            ST: urn                | XX: urn                | false
            """)
    void onlySearchesForAFarmAreForUs(String part, String instead, boolean forUs) {
        byte[] datagram = SEARCH.replace(part, instead).getBytes(StandardCharsets.US_ASCII);

        assertThat(Search.isForUs(datagram, datagram.length)).isEqualTo(forUs);
    }

    @Test
    void whatIsNoSearchAtAllIsForNobody() {
        assertThat(Search.isForUs(new byte[0], 0)).isFalse();
        assertThat(Search.isForUs(new byte[2_048], 2_048)).isFalse();
        byte[] broken = "M-SEARCH * HTTP/1.1\n:::\n\u0000".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Search.isForUs(broken, broken.length)).isFalse();
    }

    @Test
    void aSearchOnTheLoopbackIsAnswered() throws IOException {
        try (var listener = SearchListener.start(0, here -> "http://" + here.getHostAddress() + ":8080/", "1");
                var worker = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            send(worker, new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port()));

            assertThat(received(worker))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains(
                            "\r\nLOCATION: http://127.0.0.1:8080/\r\n",
                            "\r\nST: urn:flamenco:manager:0\r\n",
                            "\r\nUSN: uuid:1::urn:flamenco:manager:0\r\n")
                    .endsWith("\r\n\r\n");
        }
    }

    @Test
    void aSearchToAllIsAnswered() throws IOException {
        try (var listener = SearchListener.start(0, here -> "http://" + here.getHostAddress() + ":8080/", "1");
                var worker = new MulticastSocket()) {
            worker.setNetworkInterface(NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress()));
            send(worker, new InetSocketAddress("239.255.255.250", listener.port()));

            assertThat(received(worker)).contains("\r\nLOCATION: http://");
        }
    }

    @Test
    void severalFarmsOfOneMachineShareThePort() throws IOException {
        try (var first = SearchListener.start(0, here -> "http://first/", "1");
                var second = SearchListener.start(first.port(), here -> "http://second/", "2")) {
            assertThat(second.port()).isEqualTo(first.port());
        }
    }

    private static void send(DatagramSocket worker, InetSocketAddress to) throws IOException {
        byte[] search = SEARCH.getBytes(StandardCharsets.US_ASCII);
        worker.send(new DatagramPacket(search, search.length, to));
    }

    private static String received(DatagramSocket worker) throws IOException {
        worker.setSoTimeout(10_000);
        var answer = new DatagramPacket(new byte[2_048], 2_048);
        worker.receive(answer);
        return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII);
    }
}
