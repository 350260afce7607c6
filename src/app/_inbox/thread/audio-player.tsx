"use client";

import { Mic, Pause, Play } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { clock } from "./file-size";

const SPEEDS = [1, 1.5, 2];

interface Sound {
  url: string;
  durationMs: number | null;
  transcript: string | null;
  isVoice: boolean;
}

/** A voice note or another sound: play, wind, speed, and what is said in it. */
export function AudioPlayer({ url, durationMs, transcript, isVoice }: Sound) {
  const t = useTranslations("thread");
  const audio = useRef<HTMLAudioElement>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState((durationMs ?? 0) / 1000);
  const [speed, setSpeed] = useState(1);

  useEffect(() => {
    if (audio.current) audio.current.playbackRate = speed;
  }, [speed]);

  function toggle() {
    const player = audio.current;
    if (!player) return;
    if (!player.paused) return player.pause();
    // One voice at a time.
    for (const other of document.querySelectorAll("audio")) if (other !== player) other.pause();
    player.play().catch(() => setPlaying(false));
  }

  const name = t(isVoice ? "media.voice" : "media.audio");
  return (
    <div className="w-72 max-w-full">
      <div className="flex h-12 items-center gap-2" dir="ltr">
        {/* biome-ignore lint/a11y/useMediaCaption: what is said in it is written below it, where it is known */}
        <audio
          ref={audio}
          src={url}
          preload="metadata"
          onPlay={() => setPlaying(true)}
          onPause={() => setPlaying(false)}
          onEnded={() => setAt(0)}
          onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
          onLoadedMetadata={(event) => {
            const { duration } = event.currentTarget;
            if (Number.isFinite(duration)) setLength(duration);
          }}
        />
        <button
          type="button"
          onClick={toggle}
          aria-label={isPlaying ? t("media.pause", { name }) : t("media.play", { name })}
          className="grid size-10 shrink-0 place-items-center rounded-full bg-accent text-accent-ink"
        >
          {isPlaying ? (
            <Pause aria-hidden className="size-5" />
          ) : (
            <Play aria-hidden className="size-5 ps-0.5" />
          )}
        </button>
        <div className="min-w-0 flex-1">
          <input
            type="range"
            min={0}
            max={Math.max(length, 0.1)}
            step={0.1}
            value={Math.min(at, length)}
            aria-label={t("media.position", { name })}
            aria-valuetext={`${clock(at)} / ${clock(length)}`}
            onChange={(event) => {
              if (audio.current) audio.current.currentTime = Number(event.target.value);
              setAt(Number(event.target.value));
            }}
            className="block h-6 w-full cursor-pointer accent-accent"
          />
          <span className="-mt-1 flex items-center gap-1 text-soft text-xs tabular-nums">
            {isVoice && <Mic aria-hidden className="size-3" />}
            {at > 0 ? `${clock(at)} / ${clock(length)}` : clock(length)}
          </span>
        </div>
        <button
          type="button"
          onClick={() => setSpeed(SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length] ?? 1)}
          aria-label={t("media.speed", { speed })}
          className="h-7 min-w-11 shrink-0 rounded-full bg-ink/8 px-2 font-medium text-xs tabular-nums hover:bg-ink/14"
        >
          {speed}×
        </button>
      </div>
      {transcript !== null && <Transcript text={transcript} />}
    </div>
  );
}

function Transcript({ text }: { text: string }) {
  const t = useTranslations("thread");
  return (
    <figure className="mt-1 border-ink/12 border-s-2 ps-2 text-sm">
      <figcaption className="text-soft text-xs">{t("media.transcript")}</figcaption>
      <p dir="auto" className="wrap-anywhere">
        {text}
      </p>
    </figure>
  );
}
