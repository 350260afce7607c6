// Requests that fetch would not send.

import { request } from "node:http";

/** Sends bytes in chunks, without a Content-Length, until the server answers or all is sent. @returns its status. */
export function uploadChunked(url: string, bytes: number): Promise<{ status: number; sent: number }> {
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
      while (!isAnswered && sent < bytes) {
        sent += chunk.length;
        if (!outgoing.write(chunk)) return outgoing.once("drain", send);
      }
      return outgoing.end();
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
