// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.discovery;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A search of SSDP (UPnP Device Architecture 1.1, section 1.3), as far as it is for us, and its answer. */
final class Search {

    /** What Flamenco's workers search for. */
    static final String MANAGER = "urn:flamenco:manager:0";

    private static final String EVERYTHING = "ssdp:all";

    private Search() {}

    /** Whether the datagram is a search that a farm answers. Anything else, however broken, is none. */
    static boolean isForUs(byte[] datagram, int length) {
        List<String> lines = new String(datagram, 0, length, StandardCharsets.ISO_8859_1)
                .lines()
                .toList();
        if (lines.isEmpty() || !lines.getFirst().startsWith("M-SEARCH * HTTP/1.")) {
            return false;
        }
        Map<String, String> headers = new HashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        String target = headers.getOrDefault("st", "");
        return headers.getOrDefault("man", "").replace("\"", "").equals("ssdp:discover")
                && (target.equals(MANAGER) || target.equals(EVERYTHING));
    }

    /**
     * @param url the farm's address; Flamenco's workers take it for the manager's
     * @param id which process answers, a UUID
     */
    static byte[] answer(String url, String id) {
        return String.join(
                        "\r\n",
                        "HTTP/1.1 200 OK",
                        "CACHE-CONTROL: max-age=1800",
                        "EXT:",
                        "LOCATION: " + url,
                        "SERVER: Tablao UPnP/1.1",
                        "ST: " + MANAGER,
                        "USN: uuid:" + id + "::" + MANAGER,
                        "",
                        "")
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
