const store = globalThis as typeof globalThis & { replyOnce?: Map<string, unknown> };

/**
 * Makes a value once per process and returns the same one ever after. Module state is not enough: Next.js bundles a
 * module several times (start-up hook, each route), and two connection pools or two runners would then exist.
 */
export function oncePerProcess<T>(name: string, create: () => T): T {
  store.replyOnce ??= new Map();
  if (!store.replyOnce.has(name)) store.replyOnce.set(name, create());
  return store.replyOnce.get(name) as T;
}

/** Forgets a value, so that the next use makes a new one. */
export function forgetOncePerProcess(name: string): void {
  store.replyOnce?.delete(name);
}
