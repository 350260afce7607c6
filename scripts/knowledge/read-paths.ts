import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, join, relative, sep } from "node:path";
import { FILE_BYTES_MAX, isReadable, type KnowledgeSource } from "@/domain/knowledge";
import { AppError } from "@/lib/errors";

/**
 * What the arguments of `add` name: addresses, files under their names, and every readable file of a folder under its path in
 * there. @throws INVALID_INPUT for what is not there, and for two files that would take each other's place.
 */
export async function readPaths(args: string[]): Promise<KnowledgeSource[]> {
  const sources: KnowledgeSource[] = [];
  for (const arg of args) {
    if (/^https?:\/\//i.test(arg)) sources.push({ url: arg });
    else for (const path of await filesOf(arg)) sources.push(await readOne(path, arg));
  }
  const names = sources.flatMap((source) => ("name" in source ? [source.name] : []));
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined)
    throw new AppError("INVALID_INPUT", `Two files are called ${twice}: each would replace the other.`);
  if (sources.length === 0) throw new AppError("INVALID_INPUT", "There is no file that can be read.");
  return sources;
}

async function filesOf(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new AppError("INVALID_INPUT", `There is no file ${path}.`);
  if (!found.isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && isReadable(entry.name));
  return files.map(({ parentPath, name }) => join(parentPath, name)).sort();
}

/** Of a file that is too large, as much as shows that it is: it is refused by itself, and the others are added. */
async function readOne(path: string, arg: string): Promise<KnowledgeSource> {
  const name = path === arg ? basename(path) : relative(arg, path).split(sep).join("/");
  const stream = createReadStream(path, { end: FILE_BYTES_MAX });
  const chunks: Buffer[] = await stream.toArray();
  return { name, bytes: Buffer.concat(chunks) };
}
