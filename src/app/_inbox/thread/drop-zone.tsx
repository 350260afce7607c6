"use client";

import { Paperclip } from "lucide-react";
import { type DragEvent, type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { fileLimits } from "@/app/_inbox/composer/file-limits";
import { fileSize } from "./file-size";

interface Props {
  isOn: boolean;
  onFiles: (files: File[]) => void;
  children: ReactNode;
}

/** Files can be dropped anywhere on the thread; what may be how large is said before they are let go. */
export function DropZone({ isOn, onFiles, children }: Props) {
  const t = useTranslations("composer");
  const [isOver, setOver] = useState(false);
  const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");
  const { image, video, document } = fileLimits;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is one of three ways; the button does the same
    <div
      className="relative flex min-h-0 flex-1 flex-col"
      onDragEnter={(event) => hasFiles(event) && setOver(true)}
      onDragOver={(event) => {
        if (hasFiles(event)) event.preventDefault();
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(false);
        if (isOn) onFiles([...event.dataTransfer.files]);
      }}
    >
      {children}
      {isOver && (
        <div className="pointer-events-none absolute inset-2 z-20 grid place-items-center rounded-card border-2 border-accent border-dashed bg-accent-soft/95 text-center">
          <p className="flex flex-col items-center gap-2 font-medium">
            <Paperclip aria-hidden className="size-7 text-accent-text" />
            {t(isOn ? "files.drop" : "files.cannotDrop")}
            <span className="text-[0.8125rem] text-soft">
              {t("files.limits", {
                image: fileSize(image),
                video: fileSize(video),
                document: fileSize(document),
              })}
            </span>
          </p>
        </div>
      )}
    </div>
  );
}
