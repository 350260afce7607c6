import { describe, expect, it } from "vitest";
import {
  compareFiles,
  compareInlineSchema,
  compareSchemaLines,
  expected,
  readSchemaLines,
} from "@/domain/schema";
import { compareClient } from "@/domain/schema/compare-code";

const schema = `
/// A comment.
model Lead {
  id    BigInt @id // the key
  name  String

  @@index([name])
}

enum Status {
  NEW
}
`;

const idsOf = (findings: { id: string }[]) => findings.map(({ id }) => id);

describe("the schema file against the snapshot", () => {
  it("does not care for comments and spacing", () => {
    const other = schema.replace("/// A comment.", "").replaceAll("  ", "    ");
    expect(compareSchemaLines(readSchemaLines(other), readSchemaLines(schema))).toEqual([]);
  });

  it("names a field, a label and a model that came, went or changed", () => {
    const lines = readSchemaLines(schema);
    const named = (text: string) => idsOf(compareSchemaLines(readSchemaLines(text), lines));
    expect(named(schema.replace("name  String\n", "name  String\n  score Int?\n"))).toEqual([
      "code_ahead:Lead.score",
    ]);
    expect(named(schema.replace("NEW", "NEW\n  OLD"))).toEqual(["code_ahead:Status.OLD"]);
    expect(named(schema.replace("  NEW\n", ""))).toEqual(["code_ahead:Status.NEW"]);
    expect(named(`${schema}\nmodel Extra {\n  id Int @id\n}\n`)).toEqual(["code_ahead:Extra.id"]);
    expect(named(schema.replace("name  String", "name  String?"))).toEqual([
      "code_ahead:Lead.name",
      "code_ahead:Lead.name",
    ]);
  });

  it("names a client that was made from another file", () => {
    expect(compareInlineSchema(schema, schema)).toEqual([]);
    expect(idsOf(compareInlineSchema(schema, schema.replace("NEW", "OLD")))).toEqual([
      "client_stale:src/infra/database/generated",
    ]);
  });
});

describe("the client against the migrations", () => {
  const model = (fields: { name: string; kind: string; dbName?: string }[]) => ({
    models: { Lead: { dbName: null, fields } },
    enums: { LeadStatus: { values: [{ name: "NEW" }, { name: "LOST" }] } },
  });

  it("asks for what they make", () => {
    const fields = [
      { name: "id", kind: "scalar" },
      { name: "person", kind: "scalar", dbName: "contactId" },
      { name: "contact", kind: "object" },
    ];
    expect(compareClient(model(fields), expected)).toEqual([]);
  });

  it("is named where it asks for more", () => {
    const { models, enums } = model([{ name: "score", kind: "scalar" }]);
    enums.LeadStatus.values.push({ name: "HOT" });
    expect(idsOf(compareClient({ models, enums }, expected))).toEqual([
      "code_ahead:Lead.score",
      "code_ahead:LeadStatus.HOT",
    ]);
  });
});

describe("the files against the snapshot", () => {
  const [first = { name: "", checksum: "" }, ...rest] = expected.migrations;

  it("are those it was taken from, whatever their line ends", () => {
    expect(compareFiles(expected.migrations, expected.migrations)).toEqual([]);
    const windows = { name: first.name, checksum: "with CRLF", otherChecksums: [first.checksum] };
    expect(compareFiles([windows, ...rest], expected.migrations)).toEqual([]);
  });

  it("are named when one came, went or changed", () => {
    const more = { name: "20990101000000_new", checksum: "x" };
    expect(idsOf(compareFiles([...expected.migrations, more], expected.migrations))).toEqual([
      `snapshot_stale:${more.name}`,
    ]);
    expect(idsOf(compareFiles(rest, expected.migrations))).toEqual([`snapshot_stale:${first.name}`]);
    expect(idsOf(compareFiles([{ ...first, checksum: "x" }, ...rest], expected.migrations))).toEqual([
      `snapshot_stale:${first.name}`,
    ]);
  });
});
