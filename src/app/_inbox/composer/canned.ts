// Canned replies: found by what is typed after "/", with their places filled from what is known of the customer.

export interface CannedReply {
  id: number;
  shortcut: string;
  body: string;
}

/** "/hel" at the beginning of the box asks for replies; null: nothing was asked. */
export function cannedQuery(text: string): string | null {
  return /^\/([^\s/]*)$/u.exec(text)?.[1] ?? null;
}

/** Those whose shortcut begins with it first, then those that contain it anywhere. */
export function matchCanned<Reply extends CannedReply>(replies: Reply[], query: string): Reply[] {
  const wanted = query.toLowerCase();
  const rank = ({ shortcut, body }: Reply) => {
    if (shortcut.toLowerCase().startsWith(wanted)) return 0;
    if (shortcut.toLowerCase().includes(wanted)) return 1;
    return body.toLowerCase().includes(wanted) ? 2 : 3;
  };
  return replies
    .map((reply) => ({ reply, at: rank(reply) }))
    .filter(({ at }) => at < 3)
    .sort((one, other) => one.at - other.at || one.reply.shortcut.localeCompare(other.reply.shortcut))
    .map(({ reply }) => reply);
}

const PLACE = /\{\{\s*([\p{L}\p{N}_.-]+)\s*\}\}/gu;

/** The places that are known are filled; the others stay to be seen. A value is never read for places itself. */
export function fillPlaces(body: string, values: Record<string, string | null | undefined>): string {
  return body.replace(PLACE, (place, name: string) => values[name.toLowerCase()] || place);
}

/** What is still to be filled by hand; a message with any is not sent. */
export function openPlaces(text: string): string[] {
  return [...new Set([...text.matchAll(PLACE)].map(([place]) => place))];
}
