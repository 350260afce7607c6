import type { Exchange } from "../exchange";
import type { CallFault, MediaFault, SendFault } from "../faults/fault-rule";
import type { ChosenFault } from "../faults/fault-rules";
import type { PendingWork } from "../pending-work";
import type { GraphCall } from "./effects-ledger";
import { GraphRefusal } from "./graph-error";

const PAGES: Record<number, string> = {
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/** The answer to one Graph call, as far as a fault rule lets it through. Notes on the call how it ended. */
export class GraphAnswer {
  readonly #exchange: Exchange;
  readonly #work: PendingWork;
  readonly #call: GraphCall;
  readonly #action: CallFault | SendFault | MediaFault | undefined;

  constructor(
    parts: { exchange: Exchange; work: PendingWork; call: GraphCall },
    fault: ChosenFault<CallFault | SendFault | MediaFault> | undefined,
  ) {
    this.#exchange = parts.exchange;
    this.#work = parts.work;
    this.#call = parts.call;
    this.#action = fault?.action;
    this.#call.ruleId = fault?.ruleId;
  }

  /**
   * The faults that come before acceptance. False when the call ended here; `refuse` throws GraphRefusal. A delayed
   * call goes on although its caller may have left: its bytes had arrived.
   */
  async mayBeAccepted(): Promise<boolean> {
    const action = this.#action;
    switch (action?.type) {
      case "refuse":
        throw new GraphRefusal(action.code, "Refused by a fault rule.", { status: action.status });
      case "http-error":
        this.#withoutGraph(action);
        this.#call.outcome = "http-error";
        return false;
      case "cut-before-accept":
        this.#exchange.cut();
        this.#call.outcome = "cut";
        return false;
      case "hang":
        this.#call.outcome = "hung";
        return false;
      case "delay":
        await this.#work.delay(action.ms);
        return true;
      default:
        return true;
    }
  }

  /** True when the caller will get no complete 200 although the call is accepted. */
  get isLost(): boolean {
    const type = this.#action?.type;
    return type?.startsWith("accept-then-") === true && type !== "accept-then-delay";
  }

  accepted(body: unknown): void {
    const action = this.#action;
    this.#call.outcome = "accepted";
    switch (action?.type) {
      case "accept-then-cut":
        this.#exchange.cut();
        return;
      case "accept-then-hang":
        return;
      case "accept-then-http-error":
        this.#withoutGraph(action);
        return;
      case "accept-then-truncate":
        this.#call.status = 200;
        this.#exchange.truncate(body);
        return;
      case "accept-then-delay":
        // Nothing but the answer is still to come, so this is no pending work to wait for.
        setTimeout(() => this.#complete(body), action.ms).unref();
        return;
      default:
        this.#complete(body);
    }
  }

  #complete(body: unknown): void {
    this.#call.status = 200;
    if (Buffer.isBuffer(body)) this.#exchange.send({ status: 200, body });
    else this.#exchange.json(200, body);
  }

  /** An answer from in front of the API: a proxy's page for 502 to 504, else an empty body, unless given. */
  #withoutGraph(fault: { status: number; body?: string; contentType?: string }): void {
    const page = PAGES[fault.status];
    const body = fault.body ?? (page ? `<html><body><h1>${fault.status} ${page}</h1></body></html>` : "");
    const contentType = fault.contentType ?? (body ? "text/html" : undefined);
    this.#call.status = fault.status;
    this.#exchange.send({ status: fault.status, contentType, body });
  }
}
