// Headers that belong to one connection and to how a body is framed: never handed on in either direction, and no place for a secret.

export function isConnectionHeader(name: string): boolean {
  return ofConnection.has(name.toLowerCase());
}

const ofConnection: ReadonlySet<string> = new Set(
  [
    'connection content-length expect host http2-settings keep-alive proxy-authenticate proxy-authentication-info',
    'proxy-authorization proxy-connection te trailer transfer-encoding upgrade',
  ].flatMap((names) => names.split(' ')),
);
