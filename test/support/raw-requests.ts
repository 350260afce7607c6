// Requests that fetch would not send.

import { request } from "node:http";

/** More than any route takes (SPEC section 3: 4 MB). */
const PATIENT_FROM_BYTES = 4.5 * 1024 * 1024;
const PATIENT_MS = 25;

interface Upload {
  status: number;
  /** Bytes. */
  sent: number;
}

/**
 * Sends bytes in chunks, without a Content-Length, until the server answers or all is sent. @returns its status. A server that
 * has answered and hung up may be met by a write before its answer is read: then it is tried again.
 */
export async function uploadChunked(url: string, bytes: number, tries = 5): Promise<Upload> {
  try {
    return await upload(url, bytes);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (tries === 1 || (code !== "EPIPE" && code !== "ECONNRESET")) throw error;
    return await uploadChunked(url, bytes, tries - 1);
  }
}

function upload(url: string, bytes: number): Promise<Upload> {
  const chunk = Buffer.alloc(64 * 1024, "a");
  return new Promise((resolve, reject) => {
    let sent = 0;
    let isAnswered = false;
    const outgoing = request(
      url,
      { method: "POST", headers: { "transfer-encoding": "chunked" } },
      (response) => {
        isAnswered = true;
        response.resume();
        resolve({ status: response.statusCode ?? 0, sent });
        outgoing.destroy();
      },
    );
    const send = () => {
      if (isAnswered) return;
      if (sent >= bytes) return outgoing.end();
      sent += chunk.length;
      const isTaken = outgoing.write(chunk);
      // Who is past every limit writes slowly, so that an answer is read before a write meets a server that has hung up.
      if (sent > PATIENT_FROM_BYTES) setTimeout(send, PATIENT_MS);
      else if (isTaken) setImmediate(send);
      else outgoing.once("drain", send);
    };
    outgoing.on("error", (error) => (isAnswered ? undefined : reject(error)));
    send();
  });
}

/** A GET with a Host header that is not the server's. */
export function getWithHost(
  url: string,
  host: string,
): Promise<{ status: number; headers: string; body: string }> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { host, "x-forwarded-host": host } }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.rawHeaders.join("\n"),
          body: Buffer.concat(chunks).toString(),
        }),
      );
    })
      .on("error", reject)
      .end();
  });
}
