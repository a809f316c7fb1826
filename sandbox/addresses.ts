/**
 * Resources are kept with the path of their address alone; on the wire `href` is a whole URI, as the
 * official files want it. A quote inside a JSON string is escaped, so only the member itself fits.
 */
export function withAddresses(json: string, root: string): string {
  return json.replaceAll('"href":"/', `"href":"${root}/`);
}

/** The address a request was sent to; the path alone is left when its Host header names none. */
export function rootOf(host: string | undefined): string {
  return host !== undefined && /^[\w.:[\]-]+$/.test(host) ? `http://${host}` : '';
}
