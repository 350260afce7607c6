// Connection URLs. One may name several servers, of which one takes writes, in libpq's form (PostgreSQL documentation,
// 32.1.1.3): postgresql://user:password@host1:5432,host2:5432/database. The URL standard knows no such thing.

const SHAPE = /^(postgres(?:ql)?:\/\/(?:[^/?#]*@)?)([^/?#]*)(.*)$/s;

/** @returns one URL for each server that it names, in its order; none when it is no connection URL. */
export function readDatabaseUrl(text: string | undefined): URL[] {
  const [, before = "", hosts = "", after = ""] = SHAPE.exec(text ?? "") ?? [];
  const names = hosts.split(",");
  const urls = names.map((host) => `${before}${host}${after}`);
  const isWhole = before !== "" && (names.length === 1 || !names.includes(""));
  return isWhole && urls.every((url) => URL.canParse(url)) ? urls.map((url) => new URL(url)) : [];
}

export function isDatabaseUrl(text: string): boolean {
  return readDatabaseUrl(text).length > 0;
}
