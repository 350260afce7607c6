"use client";

import clsx from "clsx";
import { Download, FileText, FileWarning, ImageOff, Play } from "lucide-react";
import { useTranslations } from "use-intl";
import type { MessageItem } from "@/app/_contract/thread";
import { AudioPlayer } from "./audio-player";
import { fileSize } from "./file-size";
import { useLightbox } from "./lightbox";

type File = MessageItem["files"][number];

interface Media {
  kind: string;
  name: string | null;
  file: File | undefined;
  /** What the picture is of, for whoever cannot see it. */
  alt: string;
  /** While it is being uploaded: 0 to 1. */
  progress?: number | null;
}

/** A picture, a film, a sound or a document. Its room is the same before and after it has loaded: nothing moves. */
export function BubbleMedia({ kind, name: told, file, alt, progress }: Media) {
  const name = file?.filename ?? told;
  if (!file?.url) return <NotThere kind={kind} name={name} file={file} progress={progress} />;
  switch (kind) {
    case "image":
      return <Picture url={file.url} alt={alt} />;
    case "sticker":
      // biome-ignore lint/performance/noImgElement: a file of ours behind a signed link: Next.js has nothing to add
      return <img src={file.url} alt={alt} className="size-36 object-contain" loading="lazy" />;
    case "video":
      return <Film file={file} />;
    case "voice":
    case "audio":
      return (
        <AudioPlayer
          url={file.url}
          durationMs={file.durationMs}
          transcript={file.transcript}
          isVoice={kind === "voice"}
        />
      );
    default:
      return <DocumentCard file={file} name={name} />;
  }
}

function Picture({ url, alt }: { url: string; alt: string }) {
  const t = useTranslations("thread");
  const { open } = useLightbox();
  return (
    <button
      type="button"
      onClick={() => open(url)}
      aria-label={t("media.openImage", { alt })}
      className="block aspect-4/3 w-72 max-w-full cursor-zoom-in overflow-hidden rounded-lg bg-ink/6"
    >
      {/* biome-ignore lint/performance/noImgElement: a file of ours behind a signed link: Next.js has nothing to add */}
      <img src={url} alt={alt} loading="lazy" data-lightbox={url} className="size-full object-cover" />
    </button>
  );
}

function Film({ file }: { file: File }) {
  const t = useTranslations("thread");
  return (
    <figure className="w-72 max-w-full">
      {/* biome-ignore lint/a11y/useMediaCaption: a customer's film has no captions; what is known of its words is below it */}
      <video
        src={file.url ?? undefined}
        controls
        preload="metadata"
        aria-label={t("media.video")}
        className="aspect-video w-full rounded-lg bg-black"
      />
      {file.transcript !== null && (
        <figcaption dir="auto" className="mt-1 text-soft text-sm">
          {file.transcript}
        </figcaption>
      )}
    </figure>
  );
}

function DocumentCard({ file, name }: { file: File; name: string | null }) {
  const t = useTranslations("thread");
  const kind = name?.includes(".") ? name.split(".").at(-1)?.slice(0, 5).toUpperCase() : null;
  const about = [kind, file.sizeBytes === null ? null : fileSize(file.sizeBytes)].filter(Boolean).join(" · ");
  return (
    <a
      href={file.url ?? undefined}
      target="_blank"
      rel="noreferrer"
      className="flex w-72 max-w-full items-center gap-3 rounded-lg bg-ink/6 p-3 text-ink no-underline hover:bg-ink/10"
    >
      <FileText aria-hidden className="size-8 shrink-0 text-soft" strokeWidth={1.5} />
      <span className="min-w-0 flex-1">
        <bdi className="line-clamp-2 font-medium text-sm wrap-anywhere">{name ?? t("media.document")}</bdi>
        <span className="block text-soft text-xs" dir="ltr">
          {about}
        </span>
      </span>
      <Download aria-hidden className="size-5 shrink-0 text-soft" />
      <span className="sr-only">{t("media.openDocument")}</span>
    </a>
  );
}

const heights: Record<string, string> = {
  image: "aspect-4/3 w-72",
  video: "aspect-video w-72",
  sticker: "size-36",
};

/** Still being fetched or uploaded, or never to come: the same room, and words. */
function NotThere({ kind, name, file, progress }: Omit<Media, "alt">) {
  const t = useTranslations("thread");
  const isUploading = progress !== undefined && progress !== null;
  const isLost =
    file?.status === "failed" || file?.status === "rejected" || (file === undefined && !isUploading);
  const Icon = isLost ? (kind === "image" ? ImageOff : FileWarning) : kind === "video" ? Play : FileText;
  const words = isUploading
    ? t("media.uploading", { percent: Math.round(progress * 100) })
    : isLost
      ? t(file?.status === "rejected" ? "media.rejected" : "media.lost")
      : t("media.pending");
  return (
    <div
      className={clsx(
        "flex max-w-full flex-col items-center justify-center gap-1 rounded-lg bg-ink/6 p-3 text-center text-soft text-sm",
        heights[kind] ?? "min-h-16 w-72",
        !isLost && "motion-safe:animate-pulse",
      )}
    >
      <Icon aria-hidden className="size-6" strokeWidth={1.5} />
      {name !== null && <bdi className="line-clamp-1 wrap-anywhere">{name}</bdi>}
      <span>{words}</span>
      {isUploading && (
        <progress value={progress} max={1} className="h-1 w-40 accent-accent" aria-label={words} />
      )}
      {isLost && file?.error && (
        <span dir="auto" className="text-xs">
          {file.error}
        </span>
      )}
    </div>
  );
}
