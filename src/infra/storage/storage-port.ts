import type { Readable } from "node:stream";

/** A file put together in the storage's scratch folder. */
interface ScratchFile {
  path: string;
  sizeBytes: number;
  /** Hex. */
  sha256: string;
}

/** Both ends included, as in a Range header. */
export interface ByteRange {
  start: number;
  end: number;
}

/** Where files of messages lie. A key is `<organization>/<asset>`; what is stored under it is replaced whole or not at all. */
export interface MediaStorage {
  readonly kind: "folder" | "s3";
  /** The folder in which files are put together before they are stored. */
  readonly scratch: string;
  /** Stores a file of the scratch folder; it may be gone from there afterwards. */
  store(key: string, file: ScratchFile, signal?: AbortSignal): Promise<void>;
  /** Undefined when there is no such file. */
  open(key: string, range?: ByteRange): Promise<Readable | undefined>;
  /** A file that is not there is removed already. */
  remove(key: string): Promise<void>;
}
