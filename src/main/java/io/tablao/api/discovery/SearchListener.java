// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.discovery;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Hears the searches of workers on all networks of this machine, and answers them. */
final class SearchListener implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(SearchListener.class);
    private static final String GROUP = "239.255.255.250";
    private static final int LARGEST = 2_048;

    private final MulticastSocket socket;
    private final Function<InetAddress, String> url;
    private final String id;
    private final Set<String> complaints = new HashSet<>();

    private SearchListener(MulticastSocket socket, Function<InetAddress, String> url, String id) {
        this.socket = socket;
        this.url = url;
        this.id = id;
    }

    /**
     * Listens until it is closed.
     *
     * @param port 0 takes a free one
     * @param url the farm's address, given that of this machine as whoever searches sees it
     * @throws IOException when the port cannot be had, for instance since a program holds it for itself
     */
    static SearchListener start(int port, Function<InetAddress, String> url, String id) throws IOException {
        // Several farms, and other programs that are to be found, share the port.
        var socket = new MulticastSocket(null);
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
            var listener = new SearchListener(socket, url, id);
            listener.joinEverywhere();
            Thread.ofPlatform().daemon().name("discovery").start(listener::listen);
            return listener;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    private void joinEverywhere() throws SocketException {
        var group = new InetSocketAddress(GROUP, socket.getLocalPort());
        for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
            try {
                if (network.isUp()) {
                    socket.joinGroup(group, network);
                }
            } catch (IOException e) {
                LOG.debugf("Searches on the network %s are not heard: %s", network.getName(), e.getMessage());
            }
        }
    }

    private void listen() {
        var packet = new DatagramPacket(new byte[LARGEST], LARGEST);
        while (!socket.isClosed()) {
            try {
                packet.setLength(LARGEST);
                socket.receive(packet);
                if (Search.isForUs(packet.getData(), packet.getLength()) && isNear(packet.getAddress())) {
                    answer((InetSocketAddress) packet.getSocketAddress());
                }
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    complain("Searches are not heard", e);
                }
            }
        }
    }

    /** Only machines of a private network: to others an answer might be one that somebody else has asked for in their name. */
    private static boolean isNear(InetAddress address) {
        return address.isSiteLocalAddress() || address.isLinkLocalAddress() || address.isLoopbackAddress();
    }

    private void answer(InetSocketAddress asking) {
        // Connecting a datagram socket sends nothing; it finds the way, and with it the address that this machine has
        // on it.
        try (var way = new DatagramSocket()) {
            way.connect(asking);
            byte[] answer = Search.answer(url.apply(way.getLocalAddress()), id);
            socket.send(new DatagramPacket(answer, answer.length, asking));
            LOG.debugf("A worker at %s has searched for a farm, and was answered", asking);
        } catch (IOException e) {
            complain("A search from " + asking.getAddress() + " could not be answered", e);
        }
    }

    /** Once for each kind: what does not work now does not work every few seconds. */
    private void complain(String what, IOException failure) {
        if (complaints.size() < 100 && complaints.add(failure.getClass() + String.valueOf(failure.getMessage()))) {
            LOG.warnf("%s; this is said once: %s", what, failure);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
