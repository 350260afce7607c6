/** Why a file could not be had. These codes stand on the row of the file and in the log. */
type MediaErrorCode =
  | "TOO_LARGE"
  | "EMPTY"
  | "TYPE_MISMATCH"
  | "HASH_MISMATCH"
  | "SIZE_MISMATCH"
  | "HOST_REFUSED"
  | "ADDRESS_REFUSED"
  | "TOO_MANY_REDIRECTS"
  | "URL_EXPIRED"
  | "CREDENTIALS"
  | "NO_MEDIA_ID"
  | "STORAGE"
  | "TIMEOUT"
  | "NETWORK"
  | "STOPPED"
  | "ABANDONED"
  | "INTERNAL"
  | `META_${number}`
  | `HTTP_${number}`;

export class MediaError extends Error {
  constructor(
    readonly code: MediaErrorCode,
    message: string,
    options: ErrorOptions = {},
  ) {
    super(message, options);
    this.name = "MediaError";
  }
}

/** A MediaError among an error and its causes: what is thrown while connecting comes back wrapped. */
export function findMediaError(error: unknown): MediaError | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (at instanceof MediaError) return at;
  }
  return undefined;
}
