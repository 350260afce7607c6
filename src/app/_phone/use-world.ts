"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { eventsUrl } from "./call-simulator";
import { emptyWorld, live, type PhoneEvent, type World } from "./world";

/** A replay of thousands is one change of the screen, not thousands. */
const GATHER_MS = 40;
const REFRESH_MS = 400;

/** What the simulator tells, as it happens; what is asked for beside it is asked again when something has happened. */
export function useWorld(): { world: World; isConnected: boolean } {
  const [world, setWorld] = useState(emptyWorld);
  const [isConnected, setConnected] = useState(true);
  const queries = useQueryClient();
  useEffect(() => {
    let waiting: PhoneEvent[] = [];
    let lastSeq = 0;
    let refresh: ReturnType<typeof setTimeout> | undefined;
    const source = new EventSource(eventsUrl);
    const gather = setInterval(() => {
      if (waiting.length === 0) return;
      const events = waiting;
      waiting = [];
      setWorld((before) => live(before, events));
      refresh ??= setTimeout(() => {
        refresh = undefined;
        void queries.invalidateQueries({ queryKey: ["phone"] });
      }, REFRESH_MS);
    }, GATHER_MS);
    source.onmessage = ({ data }) => {
      const event = JSON.parse(data) as PhoneEvent;
      // A reconnection repeats; a simulator that was started anew counts from the beginning.
      if (event.seq === lastSeq) return;
      lastSeq = event.seq;
      waiting.push(event);
    };
    source.onopen = () => setConnected(true);
    source.onerror = () => setConnected(false);
    return () => {
      source.close();
      clearInterval(gather);
      clearTimeout(refresh);
    };
  }, [queries]);
  return { world, isConnected };
}
