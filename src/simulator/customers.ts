import { createHash } from "node:crypto";

/** A WhatsApp user as Meta knows it; the business may know less (`isPhoneHidden`). */
export interface Customer {
  /** Business-scoped user id (BSUID); every user has one. */
  userId: string;
  /** Phone number in digits; absent for a user known by id alone. */
  waId?: string;
  parentUserId?: string;
  username?: string;
  name: string;
  isPhoneHidden: boolean;
  isOnWhatsApp: boolean;
  /** Unix ms of the last message to each business number: it opens the service window. */
  lastMessageAt: Map<string, number>;
}

export interface CustomerDraft {
  waId?: string;
  userId?: string;
  parentUserId?: string;
  username?: string;
  name?: string;
  isPhoneHidden?: boolean;
  isOnWhatsApp?: boolean;
}

const COUNTRIES: [prefix: string, code: string][] = [
  ["351", "PT"],
  ["55", "BR"],
  ["52", "MX"],
  ["54", "AR"],
  ["34", "ES"],
  ["44", "GB"],
];

/** `CC.` and digits (Meta, business-scoped-user-ids); the same phone number always gets the same id. */
function userIdOf(waId: string): string {
  const country = COUNTRIES.find(([prefix]) => waId.startsWith(prefix))?.[1] ?? "US";
  const number = createHash("sha256").update(waId).digest().readBigUInt64BE(0);
  return `${country}.${String(number).padStart(20, "1")}`;
}

/** How the customer is named in events, ledger and control API. */
export function addressOf(customer: { waId?: string; userId?: string }): string {
  return customer.waId ?? customer.userId ?? "";
}

/** Numbers whose local form has two spellings: Brazil's ninth digit, Mexico's 1, Argentina's 9. */
export function otherSpelling(digits: string): string | undefined {
  if (/^55\d{2}9\d{8}$/.test(digits)) return digits.slice(0, 4) + digits.slice(5);
  if (/^55\d{2}[6-9]\d{7}$/.test(digits)) return `${digits.slice(0, 4)}9${digits.slice(4)}`;
  if (/^521\d{10}$/.test(digits)) return `52${digits.slice(3)}`;
  if (/^52\d{10}$/.test(digits)) return `521${digits.slice(2)}`;
  if (/^549\d{10}$/.test(digits)) return `54${digits.slice(3)}`;
  if (/^54\d{10}$/.test(digits)) return `549${digits.slice(2)}`;
  return undefined;
}

/** All users the simulator has met, by phone number and by user id. */
export class Customers {
  readonly #byWaId = new Map<string, Customer>();
  readonly #byUserId = new Map<string, Customer>();
  readonly #byParentUserId = new Map<string, Customer>();

  /** By phone number in digits, user id or parent user id. */
  find(address: string): Customer | undefined {
    return this.#byWaId.get(address) ?? this.#byUserId.get(address) ?? this.#byParentUserId.get(address);
  }

  /** Finds or creates the user and takes over what the draft says. One of waId and userId must be given. */
  meet(draft: CustomerDraft): Customer {
    const known =
      (draft.waId === undefined ? undefined : this.#byWaId.get(draft.waId)) ??
      (draft.userId === undefined ? undefined : this.#byUserId.get(draft.userId));
    const customer: Customer = known ?? {
      userId: draft.userId ?? userIdOf(draft.waId ?? ""),
      name: draft.name ?? draft.username ?? `Customer ${(draft.waId ?? draft.userId ?? "").slice(-4)}`,
      isPhoneHidden: false,
      isOnWhatsApp: true,
      lastMessageAt: new Map(),
    };
    customer.name = draft.name ?? customer.name;
    customer.username = draft.username ?? customer.username;
    customer.parentUserId = draft.parentUserId ?? customer.parentUserId;
    customer.isPhoneHidden = draft.isPhoneHidden ?? customer.isPhoneHidden;
    customer.isOnWhatsApp = draft.isOnWhatsApp ?? customer.isOnWhatsApp;
    this.#index(customer, { userId: draft.userId ?? customer.userId, waId: draft.waId ?? customer.waId });
    return customer;
  }

  /** The same user under another number or id; what is not given stays. */
  rename(customer: Customer, ids: { userId?: string; waId?: string }): void {
    this.#index(customer, { userId: ids.userId ?? customer.userId, waId: ids.waId ?? customer.waId });
  }

  /** The message counts for the window; the latest one decides, whatever the order of arrival. */
  wrote(customer: Customer, phoneNumberId: string, at: number): void {
    customer.lastMessageAt.set(phoneNumberId, Math.max(at, customer.lastMessageAt.get(phoneNumberId) ?? 0));
  }

  list(limit: number): Customer[] {
    const found: Customer[] = [];
    for (const customer of this.#byUserId.values()) {
      if (found.length >= limit) break;
      found.push(customer);
    }
    return found;
  }

  clear(): void {
    this.#byWaId.clear();
    this.#byUserId.clear();
    this.#byParentUserId.clear();
  }

  #index(customer: Customer, ids: { userId: string; waId?: string }): void {
    if (ids.userId !== customer.userId) this.#byUserId.delete(customer.userId);
    if (customer.waId !== undefined && ids.waId !== customer.waId) this.#byWaId.delete(customer.waId);
    customer.userId = ids.userId;
    this.#byUserId.set(ids.userId, customer);
    if (customer.parentUserId !== undefined) this.#byParentUserId.set(customer.parentUserId, customer);
    if (ids.waId === undefined) return;
    customer.waId = ids.waId;
    this.#byWaId.set(ids.waId, customer);
  }
}
