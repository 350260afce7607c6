/**
 * A key as it may be part of a path or an address: two names of letters, digits, `-` and `_`, so that nothing in it can
 * lead out of the folder, and no file is named like a scratch file. @throws Error.
 */
export function checkKey(key: string): string {
  if (!/^[A-Za-z0-9_-]{1,128}\/[A-Za-z0-9_-]{1,128}$/.test(key))
    throw new Error("Not a key of the media storage");
  return key;
}
