"use client";

import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { useToast } from "@/app/_kit/toast";

interface Work<Given, Result> {
  work: (given: Given) => Promise<Result>;
  /** Questions whose answers it changes. */
  changes: QueryKey[];
  /** What is said when it is done. */
  done?: (result: Result, given: Given) => string;
}

/** Something that is done at the press of a button: its failure is said in words, and what it changes is read anew. */
export function useWork<Given, Result>({ work, changes, done }: Work<Given, Result>) {
  const queries = useQueryClient();
  const toast = useToast();
  const t = useTranslations("common");
  return useMutation({
    mutationFn: work,
    onSuccess: async (result, given) => {
      if (done) toast({ title: done(result, given), kind: "success" });
      await Promise.all(changes.map((queryKey) => queries.invalidateQueries({ queryKey })));
    },
    onError: (error) => {
      toast({ title: t("failed"), description: error.message, kind: "error" });
    },
  });
}
