"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { type Customer, callSimulator } from "./call-simulator";
import type { World } from "./world";

const KEY = ["phone", "customers"];

/** Those the simulator knows; who did something last comes first. */
export function useCustomers({ seen }: World): { customers: Customer[]; isLoaded: boolean } {
  const { data, isSuccess } = useQuery({
    queryKey: KEY,
    queryFn: () => callSimulator<Customer[]>("GET", "customers?limit=500"),
  });
  const customers = useMemo(() => {
    const lastOf = ({ address, lastMessageAt = {} }: Customer) =>
      Math.max(seen.get(address) ?? 0, ...Object.values(lastMessageAt));
    return (data ?? []).toSorted((a, b) => lastOf(b) - lastOf(a) || a.name.localeCompare(b.name));
  }, [data, seen]);
  return { customers, isLoaded: isSuccess };
}

export interface NewCustomer {
  name: string;
  /** Digits, or the user name of somebody whose number the business does not learn. */
  waId?: string;
  username?: string;
}

/** Makes somebody who can write. @throws PhoneError. */
export function useAddCustomer(): (draft: NewCustomer) => Promise<Customer> {
  const queries = useQueryClient();
  return async ({ name, waId, username }) => {
    const ids = waId ? { waId } : { userId: newUserId(), username, isPhoneHidden: true };
    const fallback = username ?? `+${waId}`;
    const customer = await callSimulator<Customer>("PUT", "customers", { ...ids, name: name || fallback });
    queries.setQueryData<Customer[]>(KEY, (before = []) => [
      customer,
      ...before.filter(({ address }) => address !== customer.address),
    ]);
    return customer;
  };
}

/** As Meta writes them (business-scoped-user-ids): a country and digits. */
function newUserId(): string {
  const digits = crypto.getRandomValues(new Uint32Array(2)).join("").padEnd(20, "0");
  return `US.${digits}`;
}
