// Where a database program connects: an address of its own may be anybody's, and would be handed the password.

/** true for this computer. A variable, whose value was not chosen by the words of the command, is not judged here. */
export function isLocalHost(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\/[\w./-]*)$/.test(host);
}

/** `postgresql://host/name`, `host=… dbname=…`: a connection written out, where a plain name is a database. */
export function namesPlace(database: string): boolean {
  return /:\/\/|=/.test(database);
}
