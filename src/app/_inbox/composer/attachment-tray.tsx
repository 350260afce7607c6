"use client";

import { FileText, Film, Music, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { fileSize } from "@/app/_inbox/thread/file-size";
import { IconButton } from "@/app/_kit/icon-button";
import type { Attachment, Rejected } from "./use-attachments";

const icons = { video: Film, audio: Music, document: FileText, image: FileText };

interface Props {
  attachments: Attachment[];
  rejected: Rejected[];
  onRemove: (id: string) => void;
}

/** What goes with the message, and what cannot and why. */
export function AttachmentTray({ attachments, rejected, onRemove }: Props) {
  const t = useTranslations("composer");
  if (attachments.length === 0 && rejected.length === 0) return null;
  return (
    <div className="flex flex-col gap-2 px-3 pt-3">
      {rejected.map(({ name, kind, max }) => (
        <p key={name} role="alert" className="text-[0.8125rem] text-danger-text">
          {t("files.tooLarge", { name, kind: t(`files.kinds.${kind}`), max: fileSize(max) })}
        </p>
      ))}
      <ul className="flex flex-wrap gap-2" aria-label={t("files.label")}>
        {attachments.map(({ id, file, kind, previewUrl }) => {
          const Icon = icons[kind];
          return (
            <li
              key={id}
              className="flex max-w-64 items-center gap-2 rounded-lg border border-line bg-sunken p-1.5"
            >
              {kind === "image" && previewUrl ? (
                // biome-ignore lint/performance/noImgElement: a file of ours behind a signed link: Next.js has nothing to add
                <img src={previewUrl} alt="" className="size-10 rounded object-cover" />
              ) : (
                <span className="grid size-10 place-items-center rounded bg-surface text-soft">
                  <Icon aria-hidden className="size-5" />
                </span>
              )}
              <span className="min-w-0 flex-1 text-xs">
                <bdi className="block truncate font-medium">{file.name}</bdi>
                <span className="text-soft" dir="ltr">
                  {fileSize(file.size)}
                </span>
              </span>
              <IconButton
                label={t("files.remove", { name: file.name })}
                size="small"
                onClick={() => onRemove(id)}
              >
                <X aria-hidden className="size-4" />
              </IconButton>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
