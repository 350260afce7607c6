import { AppError } from "@/lib/errors";

/**
 * The bytes of a request's body. It stops reading as soon as there are more than `bytesMax`, whatever Content-Length
 * says. @throws PAYLOAD_TOO_LARGE.
 */
export async function readLimitedBody(request: Request, bytesMax: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  for (;;) {
    const next = await reader?.read();
    if (!next || next.done) return Buffer.concat(chunks, size);
    size += next.value.byteLength;
    if (size > bytesMax) {
      await reader?.cancel();
      const publicMessage = `The body is larger than ${bytesMax} bytes.`;
      throw new AppError("PAYLOAD_TOO_LARGE", publicMessage, { publicMessage });
    }
    chunks.push(next.value);
  }
}
