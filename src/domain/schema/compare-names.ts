import { finding, type SchemaFinding } from "./finding";

interface Names {
  subject: string;
  expected: string;
  there: string;
  mend: string;
  migration?: string;
}

/** What is right under another name: nothing, unless the code calls it by its own. */
export function compareNames(names: Names, namedInCode: Set<string>): SchemaFinding[] {
  const { subject, expected, there, mend, migration } = names;
  if (expected === there) return [];
  const about = { expected: `the name ${expected}`, actual: `the same, called ${there}`, mend, migration };
  return [
    namedInCode.has(expected)
      ? finding("renamed", subject, {
          ...about,
          severity: "fail",
          breaks: "an error that the code does not recognise (P2002, P2003, P2039)",
        })
      : finding("renamed", subject, about),
  ];
}
