/** Ends the session of this browser, and leaves nothing of it in the page's memory. */
export async function signOut(): Promise<void> {
  await fetch("/api/auth/sign-out", { method: "POST" });
  window.location.assign("/sign-in");
}
