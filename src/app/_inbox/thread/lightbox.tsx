"use client";

import { Dialog } from "@base-ui/react/dialog";
import { ChevronLeft, ChevronRight, Download, X, ZoomIn, ZoomOut } from "lucide-react";
import { createContext, type KeyboardEvent, type ReactNode, useContext, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";

const LightboxContext = createContext<{ open: (url: string) => void }>({ open: () => {} });

export const useLightbox = () => useContext(LightboxContext);

const MAX_ZOOM = 5;

/** Shows the thread's pictures large: arrows go through them, + and − zoom, a drag moves, Escape closes. */
export function LightboxProvider({ children }: { children: ReactNode }) {
  const t = useTranslations("thread");
  const [url, setUrl] = useState<string | null>(null);
  const value = useMemo(() => ({ open: setUrl }), []);
  return (
    <LightboxContext.Provider value={value}>
      {children}
      <Dialog.Root open={url !== null} onOpenChange={(isOpen) => !isOpen && setUrl(null)}>
        <Dialog.Portal>
          <Dialog.Backdrop className="fixed inset-0 z-50 bg-black/90" />
          <Dialog.Popup className="fixed inset-0 z-50 flex flex-col text-white outline-none">
            <Dialog.Title className="sr-only">{t("lightbox.title")}</Dialog.Title>
            {url !== null && <Picture key={url} url={url} onGo={setUrl} />}
          </Dialog.Popup>
        </Dialog.Portal>
      </Dialog.Root>
    </LightboxContext.Provider>
  );
}

/** In the order of the thread, as far as it is loaded. */
function neighbour(url: string, step: number): string | undefined {
  const all = [...document.querySelectorAll<HTMLImageElement>("img[data-lightbox]")];
  const urls = [...new Set(all.map((image) => image.dataset.lightbox ?? ""))];
  return urls[urls.indexOf(url) + step];
}

function Picture({ url, onGo }: { url: string; onGo: (url: string) => void }) {
  const t = useTranslations("thread");
  const [view, setView] = useState({ zoom: 1, x: 0, y: 0 });
  const grip = useRef<{ x: number; y: number } | null>(null);

  const zoomBy = (factor: number) =>
    setView(({ zoom, x, y }) => {
      const next = Math.min(MAX_ZOOM, Math.max(1, zoom * factor));
      return next === 1
        ? { zoom: 1, x: 0, y: 0 }
        : { zoom: next, x: (x * next) / zoom, y: (y * next) / zoom };
    });
  const go = (step: number) => {
    const next = neighbour(url, step);
    if (next) onGo(next);
  };
  const isRightToLeft = () => document.documentElement.dir === "rtl";
  const onKeyDown = ({ key }: KeyboardEvent) => {
    const forward = isRightToLeft() ? -1 : 1;
    if (key === "+" || key === "=") zoomBy(1.5);
    else if (key === "-") zoomBy(1 / 1.5);
    else if (key === "0") zoomBy(0);
    else if (key === "ArrowRight") go(forward);
    else if (key === "ArrowLeft") go(-forward);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the dialog; every one of them is a button as well
    <div className="flex min-h-0 flex-1 flex-col" onKeyDown={onKeyDown}>
      <div className="flex justify-end gap-1 p-2">
        <Tool label={t("lightbox.zoomOut")} onClick={() => zoomBy(1 / 1.5)} icon={<ZoomOut aria-hidden />} />
        <span className="min-w-12 self-center text-center text-sm tabular-nums" aria-live="polite">
          {Math.round(view.zoom * 100)}%
        </span>
        <Tool label={t("lightbox.zoomIn")} onClick={() => zoomBy(1.5)} icon={<ZoomIn aria-hidden />} />
        <a
          href={url}
          download
          aria-label={t("lightbox.save")}
          className="grid size-11 place-items-center rounded-full hover:bg-white/15 focus-visible:outline-2 focus-visible:outline-white"
        >
          <Download aria-hidden />
        </a>
        <Dialog.Close
          aria-label={t("lightbox.close")}
          className="grid size-11 place-items-center rounded-full hover:bg-white/15 focus-visible:outline-2 focus-visible:outline-white"
        >
          <X aria-hidden />
        </Dialog.Close>
      </div>
      <div className="relative flex min-h-0 flex-1 items-center justify-center overflow-hidden">
        {/* biome-ignore lint/performance/noImgElement: a file of ours behind a signed link: Next.js has nothing to add */}
        <img
          src={url}
          alt={t("lightbox.title")}
          draggable={false}
          onDoubleClick={() => zoomBy(view.zoom > 1 ? 0 : 2.5)}
          onWheel={(event) => zoomBy(event.deltaY < 0 ? 1.15 : 1 / 1.15)}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            grip.current = { x: event.clientX - view.x, y: event.clientY - view.y };
          }}
          onPointerMove={(event) => {
            const held = grip.current;
            if (!held || view.zoom === 1) return;
            setView({ ...view, x: event.clientX - held.x, y: event.clientY - held.y });
          }}
          onPointerUp={() => {
            grip.current = null;
          }}
          style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.zoom})` }}
          className={`max-h-full max-w-full touch-none select-none object-contain ${view.zoom > 1 ? "cursor-grab active:cursor-grabbing" : "cursor-zoom-in"}`}
        />
        <Tool
          label={t("lightbox.previous")}
          onClick={() => go(-1)}
          isHidden={neighbour(url, -1) === undefined}
          icon={<ChevronLeft aria-hidden className="rtl:rotate-180" />}
          className="absolute start-2"
        />
        <Tool
          label={t("lightbox.next")}
          onClick={() => go(1)}
          isHidden={neighbour(url, 1) === undefined}
          icon={<ChevronRight aria-hidden className="rtl:rotate-180" />}
          className="absolute end-2"
        />
      </div>
    </div>
  );
}

interface ToolProps {
  label: string;
  icon: ReactNode;
  onClick: () => void;
  isHidden?: boolean;
  className?: string;
}

function Tool({ label, icon, onClick, isHidden = false, className = "" }: ToolProps) {
  if (isHidden) return null;
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onClick}
      className={`grid size-11 place-items-center rounded-full bg-black/30 hover:bg-white/15 focus-visible:outline-2 focus-visible:outline-white ${className}`}
    >
      {icon}
    </button>
  );
}
