"use client";

import { useEffect, useState } from "react";

const LATER_MS = 2_000;

/** False until the page has stood for a moment: what nobody waits for is loaded then, and keeps nothing from coming first. */
export function useLater(): boolean {
  const [isLater, setLater] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLater(true), LATER_MS);
    return () => clearTimeout(timer);
  }, []);
  return isLater;
}
