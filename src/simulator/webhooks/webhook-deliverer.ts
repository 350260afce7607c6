import http from "node:http";
import https from "node:https";
import { BoundedLog } from "../bounded-log";
import type { EventLog } from "../event-log";
import type { PendingWork } from "../pending-work";
import type { SettingsStore } from "../settings";
import { signatureOf } from "./signed-json";

/** How a body is signed: rightly, with another secret, not at all, or with this header value. */
type Signing = "valid" | "invalid" | "none" | { header: string };

export interface DeliveryDraft {
  kind: "message" | "receipt" | "change" | "raw";
  body: Buffer;
  signing: Signing;
  /** False: one attempt, whatever the answer. */
  isRedelivered: boolean;
  contentType?: string;
}

/** `status` is null when no answer came; `error` says why. */
export interface DeliveryAttempt {
  at: string;
  status: number | null;
  error?: string;
  elapsedMs: number;
  /** The answer's body, cut at 4 kB. */
  answer: string;
}

export interface Delivery extends DeliveryDraft {
  id: string;
  createdAt: number;
  /** dropped: there was no webhook URL, or a fault said so. */
  state: "pending" | "delivered" | "failed" | "dropped";
  attemptCount: number;
  /** The newest attempts; `attemptCount` counts all. */
  attempts: DeliveryAttempt[];
}

interface WebhookTarget {
  url: string;
  protocol: "http:" | "https:";
  target: { host: string; port?: string; path: string };
}

interface PostResult {
  status?: number;
  error?: string;
  answer?: string;
  /** When it got a socket. */
  sentAt?: number;
}

const DELIVERIES_KEPT_MAX = 20_000;
const DELIVERY_BYTES_KEPT_MAX = 256 * 1024 * 1024;
const ATTEMPTS_KEPT_MAX = 50;
const ANSWER_KEPT_MAX = 4096;

/**
 * Posts webhooks as Meta does: signed, concurrently, again with back-off until exactly 200 comes back or seven days are
 * over (create-webhook-endpoint). URL and secret are read at each attempt, so a changed setting also holds for what waits.
 */
export class WebhookDeliverer {
  readonly #settings: SettingsStore;
  readonly #events: EventLog;
  readonly #work: PendingWork;
  readonly #agents = {
    "http:": new http.Agent({ keepAlive: true }),
    "https:": new https.Agent({ keepAlive: true }),
  };
  readonly #byId = new Map<string, Delivery>();
  readonly #log = new BoundedLog<Delivery>({
    max: DELIVERIES_KEPT_MAX,
    maxWeight: DELIVERY_BYTES_KEPT_MAX,
    weigh: (delivery) => delivery.body.length,
    onEvict: (delivery) => this.#byId.delete(delivery.id),
  });
  readonly #inFlight = new Set<http.ClientRequest>();
  #target: WebhookTarget | undefined;
  #generation = 0;
  #count = 0;

  constructor(parts: { settings: SettingsStore; events: EventLog; work: PendingWork }) {
    this.#settings = parts.settings;
    this.#events = parts.events;
    this.#work = parts.work;
  }

  /** Starts delivering; `firstAttempt` resolves when the first attempt is over, well or badly. */
  deliver(draft: DeliveryDraft): { delivery: Delivery; firstAttempt: Promise<DeliveryAttempt> } {
    this.#count += 1;
    const id = `delivery-${this.#count}`;
    const delivery: Delivery = {
      ...draft,
      id,
      createdAt: Date.now(),
      state: "pending",
      attemptCount: 0,
      attempts: [],
    };
    this.#byId.set(id, delivery);
    this.#log.append(delivery);
    return { delivery, firstAttempt: this.#attempt(delivery) };
  }

  /** Sends the same bytes again, `times` more, whatever became of the delivery; one attempt each. */
  async repeat(
    delivery: Delivery,
    options: { times: number; isConcurrent: boolean },
  ): Promise<DeliveryAttempt[]> {
    const once = () => this.#attemptOnce(delivery);
    if (options.isConcurrent) return Promise.all(Array.from({ length: options.times }, once));
    const attempts: DeliveryAttempt[] = [];
    for (let i = 0; i < options.times; i += 1) attempts.push(await once());
    return attempts;
  }

  find(id: string): Delivery | undefined {
    return this.#byId.get(id);
  }

  list(limit: number, matches: (delivery: Delivery) => boolean): Delivery[] {
    return this.#log.newest(limit, matches);
  }

  /** Forgets all deliveries and breaks off those under way. */
  clear(): void {
    this.#generation += 1;
    for (const request of this.#inFlight) request.destroy();
    this.#byId.clear();
    this.#log.clear();
  }

  close(): void {
    this.clear();
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }

  async #attempt(delivery: Delivery): Promise<DeliveryAttempt> {
    const generation = this.#generation;
    const done = this.#work.begin();
    const attempt = await this.#post(delivery);
    if (generation === this.#generation) {
      this.#note(delivery, attempt);
      if (delivery.state === "pending") this.#retry(delivery);
      this.#report(delivery, attempt);
    }
    done();
    return attempt;
  }

  async #attemptOnce(delivery: Delivery): Promise<DeliveryAttempt> {
    const generation = this.#generation;
    const attempt = await this.#post(delivery);
    if (generation === this.#generation) {
      this.#note(delivery, attempt);
      this.#report(delivery, attempt);
    }
    return attempt;
  }

  #note(delivery: Delivery, attempt: DeliveryAttempt): void {
    delivery.attemptCount += 1;
    delivery.attempts.push(attempt);
    if (delivery.attempts.length > ATTEMPTS_KEPT_MAX) delivery.attempts.shift();
    if (attempt.status === 200) delivery.state = "delivered";
  }

  #retry(delivery: Delivery): void {
    const { redelivery, webhookUrl } = this.#settings.current;
    const waitMs = Math.min(redelivery.firstMs * 2 ** (delivery.attemptCount - 1), redelivery.maxMs);
    const isOver = Date.now() + waitMs - delivery.createdAt > redelivery.giveUpAfterMs;
    if (webhookUrl === null) delivery.state = "dropped";
    else if (!delivery.isRedelivered || isOver) delivery.state = "failed";
    else {
      this.#work.after(waitMs, () => {
        // It may have been delivered meanwhile by a repetition that someone asked for.
        if (delivery.state === "pending") void this.#attempt(delivery);
      });
    }
  }

  #report(delivery: Delivery, attempt: DeliveryAttempt): void {
    const { id: deliveryId, kind, attemptCount, state } = delivery;
    const { status, error, elapsedMs } = attempt;
    this.#events.append({
      type: "delivery",
      deliveryId,
      kind,
      attempt: attemptCount,
      status,
      error,
      elapsedMs,
      state,
    });
  }

  #headers(delivery: Delivery): http.OutgoingHttpHeaders {
    const headers: http.OutgoingHttpHeaders = {
      "Content-Type": delivery.contentType ?? "application/json",
      "Content-Length": delivery.body.length,
      "User-Agent": "facebookexternalua",
      Accept: "*/*",
    };
    const { signing, body } = delivery;
    const secret = this.#settings.current.appSecret;
    if (signing === "valid") headers["X-Hub-Signature-256"] = signatureOf(body, secret);
    else if (signing === "invalid") headers["X-Hub-Signature-256"] = signatureOf(body, `not ${secret}`);
    else if (signing !== "none") headers["X-Hub-Signature-256"] = signing.header;
    return headers;
  }

  async #post(delivery: Delivery): Promise<DeliveryAttempt> {
    const startedAt = Date.now();
    const { status = null, error, answer = "", sentAt = startedAt } = await this.#exchange(delivery);
    return { at: new Date(startedAt).toISOString(), status, error, elapsedMs: Date.now() - sentAt, answer };
  }

  /** Parsed once per URL: at thousands of webhooks a second it shows. */
  #targetOf(url: string): WebhookTarget {
    if (this.#target?.url === url) return this.#target;
    const { protocol, hostname, port, pathname, search } = new URL(url);
    // A literal IPv6 address stands in brackets in a URL and without them in a socket address.
    const host = hostname.replace(/^\[|\]$/g, "");
    const target = { host, port: port || undefined, path: pathname + search };
    this.#target = { url, protocol: protocol === "https:" ? "https:" : "http:", target };
    return this.#target;
  }

  #exchange(delivery: Delivery): Promise<PostResult> {
    const { webhookUrl, redelivery } = this.#settings.current;
    if (webhookUrl === null) return Promise.resolve({ error: "no webhook URL is set" });
    const { protocol, target } = this.#targetOf(webhookUrl);
    const agent = this.#agents[protocol];
    agent.maxSockets = redelivery.concurrency;
    return new Promise((resolve) => {
      const options = { ...target, method: "POST", agent, headers: this.#headers(delivery) };
      const request = (protocol === "https:" ? https : http).request(options);
      let timer: NodeJS.Timeout | undefined;
      let sentAt: number | undefined;
      let answer = "";
      const finish = (result: PostResult) => {
        clearTimeout(timer);
        this.#inFlight.delete(request);
        resolve({ ...result, answer, sentAt });
      };
      this.#inFlight.add(request);
      // Only now: the time spent waiting for one of the sockets is not the receiver's.
      request.on("socket", () => {
        sentAt = Date.now();
        timer = setTimeout(() => request.destroy(new Error("no answer in time")), redelivery.timeoutMs);
      });
      request.on("response", (response) => {
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          if (answer.length < ANSWER_KEPT_MAX) answer = (answer + chunk).slice(0, ANSWER_KEPT_MAX);
        });
        response.on("end", () => finish({ status: response.statusCode }));
        response.on("error", (error) => finish({ error: error.message }));
      });
      request.on("error", (error) => finish({ error: error.message }));
      request.end(delivery.body);
    });
  }
}
