import type { ServerResponse } from "node:http";

/** As next.config.ts has them for what is no page; test/system/ingress.test.ts compares the two. */
const always = {
  "strict-transport-security": "max-age=31536000; includeSubDomains",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "x-frame-options": "DENY",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
  "cross-origin-opener-policy": "same-origin",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
};

/** Writes the answer of a route. `isLast`: the connection is to carry no other request. */
export async function sendResponse(
  outgoing: ServerResponse,
  response: Response,
  isLast: boolean,
): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  const headers = {
    ...Object.fromEntries(response.headers),
    ...always,
    ...(isLast ? { connection: "close" } : {}),
  };
  const length = response.status === 204 ? {} : { "content-length": body.length };
  outgoing.writeHead(response.status, { ...headers, ...length });
  outgoing.end(body); // Of an answer to HEAD node:http leaves the body out.
}
