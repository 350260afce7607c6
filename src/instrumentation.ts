/** Next.js runs this once, before the server takes requests. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { startApp } = await import("@/app/_start/start-app");
  await startApp();
}
