"use client";

import { useState } from "react";
import { type AttachmentKind, attachmentKind, tooLarge } from "./file-limits";

export interface Attachment {
  id: string;
  file: File;
  kind: AttachmentKind;
  previewUrl: string | null;
}

export interface Rejected {
  name: string;
  kind: AttachmentKind;
  max: number;
}

/** Files that are to go with the next message. What is too large is named at once, before anything is uploaded. */
export function useAttachments() {
  const [attachments, setAttachments] = useState<Attachment[]>([]);
  const [rejected, setRejected] = useState<Rejected[]>([]);

  function add(files: Iterable<File>) {
    const given = [...files];
    const large = given.flatMap((file) => {
      const problem = tooLarge(file);
      return problem ? [{ name: file.name, ...problem }] : [];
    });
    const taken = given.filter((file) => tooLarge(file) === null);
    setRejected(large);
    setAttachments((before) => [...before, ...taken.map(toAttachment)]);
  }

  function remove(id: string) {
    setRejected([]);
    const gone = attachments.find((one) => one.id === id);
    if (gone?.previewUrl) URL.revokeObjectURL(gone.previewUrl);
    setAttachments((before) => before.filter((one) => one.id !== id));
  }

  /** They go with a message now; their previews are still shown in its bubble. */
  function take(): Attachment[] {
    setAttachments([]);
    setRejected([]);
    return attachments;
  }

  return { attachments, rejected, add, remove, take };
}

function toAttachment(file: File): Attachment {
  const kind = attachmentKind(file.type);
  const isSeen = kind === "image" || kind === "video" || kind === "audio";
  return { id: crypto.randomUUID(), file, kind, previewUrl: isSeen ? URL.createObjectURL(file) : null };
}
