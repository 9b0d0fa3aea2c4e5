// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;
import io.tablao.model.Actor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Knows who sent the request that is being carried out, for the commands that come of it. */
public class Callers {

    private static final String CALLER = "tablao.caller";

    /** Notes an address and, of the program's name, what a person would want to read. */
    @ServerRequestFilter
    public void note(HttpServerRequest request) {
        if (!VertxContext.isOnDuplicatedContext()) {
            return;
        }
        SocketAddress address = request.remoteAddress();
        String from = address == null || address.hostAddress() == null ? "" : address.hostAddress();
        String program = request.getHeader(HttpHeaders.USER_AGENT);
        String caller = program == null ? from : from + " " + program.replaceAll("\\p{Cntrl}", "");
        ContextLocals.put(CALLER, Actor.person(caller.strip()));
    }

    /** Who is being served on this thread; a person of whom nothing is known, when nobody noted it. */
    static Actor current() {
        Actor nobodyKnown = Actor.person("");
        return VertxContext.isOnDuplicatedContext() ? ContextLocals.get(CALLER, nobodyKnown) : nobodyKnown;
    }
}
