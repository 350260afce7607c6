"use client";

import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Logo } from "@/app/_inbox/shell/logo";
import { Button } from "@/app/_kit/button";
import { TextField } from "@/app/_kit/field";

type Problem = { kind: "wrong" | "offline" | "failed" } | { kind: "limited"; seconds: number };

async function askToSignIn(body: { email: string; password: string }): Promise<Problem | null> {
  const headers = { "content-type": "application/json" };
  const response = await fetch("/api/auth/sign-in", {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  }).catch(() => null);
  if (!response) return { kind: "offline" };
  if (response.ok) return null;
  if (response.status === 429)
    return { kind: "limited", seconds: Number(response.headers.get("retry-after")) || 60 };
  return { kind: response.status === 401 || response.status === 400 ? "wrong" : "failed" };
}

export function SignIn({ next }: { next: string }) {
  const t = useTranslations("account.signIn");
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const password = useRef<HTMLInputElement>(null);
  const isLimited = problem?.kind === "limited";
  useEffect(() => {
    if (problem?.kind !== "limited") return;
    const timer = setTimeout(() => setProblem(null), problem.seconds * 1_000);
    return () => clearTimeout(timer);
  }, [problem]);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setIsBusy(true);
    const found = await askToSignIn({
      email: String(form.get("email")),
      password: String(form.get("password")),
    });
    // Anew from the server: nothing of whoever was here before stays in the page.
    if (!found) return window.location.assign(next);
    setProblem(found);
    setIsBusy(false);
    password.current?.focus();
    password.current?.select();
  };
  const words = !problem
    ? ""
    : problem.kind === "limited"
      ? t("limited", { minutes: Math.ceil(problem.seconds / 60) })
      : t(problem.kind);
  return (
    <main className="grid min-h-dvh place-items-center overflow-y-auto px-4 py-10">
      <div className="w-full max-w-sm">
        <Logo className="mb-5 size-10" />
        <h1 className="text-xl font-semibold tracking-tight">{t("title")}</h1>
        <p className="mt-1 text-sm text-soft">{t("hint")}</p>
        <form onSubmit={(event) => void submit(event)} className="mt-6 flex flex-col gap-4">
          <TextField
            label={t("email")}
            name="email"
            type="email"
            autoComplete="username"
            autoFocus
            required
            maxLength={320}
            dir="ltr"
          />
          <TextField
            ref={password}
            label={t("password")}
            name="password"
            type="password"
            autoComplete="current-password"
            required
            maxLength={128}
            dir="ltr"
            aria-describedby="sign-in-problem"
          />
          {/* Its place is kept, so that nothing moves when there is something to say. */}
          <p id="sign-in-problem" role="alert" className="min-h-10 text-sm text-danger-text">
            {words}
          </p>
          <Button type="submit" variant="primary" isBusy={isBusy} disabled={isLimited}>
            {t("submit")}
          </Button>
        </form>
        <p className="mt-6 text-xs text-pretty text-faint">{t("forgotten")}</p>
      </div>
    </main>
  );
}
