// Preloaded into a process under test (`node --import`): makes it die, or stop, at one fault point. Its variables are
// its own. The product reads none of them and has no other way to set the hook.
//
//   FAULT_ARM     the point at which it happens
//   FAULT_SIGNAL  what happens: SIGKILL (default), or SIGSTOP, from which SIGCONT wakes it

import { writeSync } from "node:fs";

const { FAULT_ARM: armed, FAULT_SIGNAL: signal = "SIGKILL" } = process.env;
let isSpent = false;

if (armed) {
  globalThis.replyOnceFaultHook = (point) => {
    if (point !== armed || isSpent) return;
    isSpent = true;
    // Said before it happens, and synchronously: nothing is said afterwards.
    writeSync(2, `${JSON.stringify({ faultPoint: point })}\n`);
    process.kill(process.pid, signal);
  };
}

// A test run that is itself killed leaves nothing behind: an orphan has another parent.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, "SIGKILL");
}, 1_000).unref();
