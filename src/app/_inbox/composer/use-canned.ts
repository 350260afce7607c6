"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { callInbox } from "@/app/_client/call-inbox";
import type { listCannedReplies } from "@/app/_contract/canned-replies-operations";
import { cannedQuery, matchCanned } from "./canned";

const SHOWN_MAX = 30;

/** The replies that what is typed asks for; null: none are asked for. They are read at the first "/". */
export function useCanned(text: string) {
  const query = cannedQuery(text);
  const [state, setState] = useState({ query: "", at: 0, isClosed: false });
  const { data } = useQuery({
    queryKey: ["canned-replies"],
    queryFn: ({ signal }) =>
      callInbox<typeof listCannedReplies>("GET", "/api/inbox/canned-replies", { signal }),
    enabled: query !== null,
  });
  if (query !== null && query !== state.query) setState({ query, at: 0, isClosed: false });
  if (query === null && state.isClosed) setState({ query: "", at: 0, isClosed: false });
  const isOpen = query !== null && data !== undefined && !state.isClosed;
  const replies = isOpen ? matchCanned(data.cannedReplies, query).slice(0, SHOWN_MAX) : null;
  const move = (step: number) =>
    setState({
      ...state,
      at: replies ? (state.at + step + replies.length) % Math.max(1, replies.length) : 0,
    });
  return {
    replies,
    at: state.at,
    point: (at: number) => setState({ ...state, at }),
    move,
    close: () => setState({ ...state, isClosed: true }),
  };
}
