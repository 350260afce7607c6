import type { Catalogue } from "./catalogue";
import { compareColumns, compareTables, isPresent } from "./compare-columns";
import { compareExtraKeys } from "./compare-extra-keys";
import { compareKey } from "./compare-key";
import { compareReplicationRole } from "./compare-replication-role";
import type { ForeignKeyFinding } from "./foreign-key-finding";
import type { Relation } from "./relation";

/** Everything that the catalogue tells without looking at rows. */
export function compareStructure(relations: Relation[], catalogue: Catalogue): ForeignKeyFinding[] {
  const present = relations.filter((relation) => isPresent(relation, catalogue));
  const keys = present.flatMap(({ key, ...rest }) => (key ? [compareKey({ ...rest, key }, catalogue)] : []));
  const known = new Set(keys.flatMap((compared) => compared.keys));
  const findings = [
    ...compareReplicationRole(catalogue.session),
    ...compareTables(relations, catalogue),
    ...present.flatMap((relation) => compareColumns(relation, catalogue)),
    ...keys.flatMap((compared) => compared.findings),
    ...compareExtraKeys(relations, catalogue, known),
  ];
  // Many relations point to one table; what is wrong with it is said once.
  return [...new Map(findings.map((finding) => [finding.id, finding])).values()];
}
