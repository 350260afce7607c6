import { say } from "./screen";

/** Where to look, and where to write. */
export function sayAddresses(appUrl: string): void {
  say(`\n  Inbox   ${appUrl}/inbox`);
  say(`  Phone   ${appUrl}/dev/phone   (the customer's phone beside the inbox)`);
  say(`  Health  ${appUrl}/health`);
}
